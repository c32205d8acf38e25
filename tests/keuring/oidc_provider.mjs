// npm oidc-provider as a peer of the site: node oidc_provider.mjs MODULES PORT SITE PUBLIC_JWK
// The site proves itself by private_key_jwt; who logs in as "carla" is a beheerder.
import { generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, port, site, jwk] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: "zelfcheck",
    redirect_uris: [`${site}/helpdesk/inloggen/terug`],
    post_logout_redirect_uris: [`${site}/helpdesk/uitgelogd`],
    backchannel_logout_uri: `${site}/helpdesk/uitloggen/melding`,
    backchannel_logout_session_required: true,
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_signing_alg: "PS256",
    id_token_signed_response_alg: "PS256",
    jwks: { keys: [JSON.parse(jwk)] },
  }],
  claims: { openid: ["sub", "roles"], profile: ["name"] },
  enabledJWA: {
    clientAuthSigningAlgValues: ["PS256", "RS256"],
    idTokenSigningAlgValues: ["PS256", "RS256"],
  },
  features: {
    backchannelLogout: { enabled: true },
    devInteractions: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "PS256" }] },
  pkce: { required: () => true },
  // Its own dispatcher lets nothing through to this machine, where the site is.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  findAccount: (_ctx, sub) => ({
    accountId: sub,
    claims: () => ({ sub, name: "Carla de Wit", roles: sub === "carla" ? ["beheerder"] : [] }),
  }),
});
provider.listen(Number(port), "127.0.0.1");
