/* Extras for colleagues who have scripts: the page renews what others change, and keeps what is typed. Without them all works by loading the page. */
"use strict";
(() => {
  const ELKE_S = 15;
  const titel = document.title.replace(/^\(\d+\) /, "");

  /* A part of the page that the server knows better by now. Nothing that can be typed in stands in it. */
  document.querySelectorAll("[data-nu]").forEach((deel) => {
    let etag = "";
    const vernieuw = async () => {
      if (document.hidden) return;
      const antwoord = await fetch(deel.dataset.nu, { headers: etag ? { "If-None-Match": etag } : {}, redirect: "manual", cache: "no-store" }).catch(() => null);
      if (!antwoord || antwoord.status === 304 || antwoord.status >= 500) return;
      if (antwoord.status !== 200) {
        clearInterval(klok);
        if (deel.dataset.gestopt) deel.prepend(Object.assign(document.createElement("p"), { className: "melding melding--fout", textContent: deel.dataset.gestopt }));
        return;
      }
      etag = antwoord.headers.get("ETag") || "";
      const nieuw = new DOMParser().parseFromString(await antwoord.text(), "text/html").body;
      const stond = document.activeElement?.closest("[data-nu]") === deel && document.activeElement.id;
      deel.replaceChildren(...nieuw.childNodes);
      if (stond) document.getElementById(stond)?.focus();
      const aantal = deel.querySelector("[data-aantal]")?.dataset.aantal;
      if (aantal === undefined) return;
      const kop = +aantal ? `(${aantal}) ${titel}` : titel;
      if (kop !== document.title) {
        document.title = kop;
        document.getElementById("werk-nieuws").textContent = kop;
      }
    };
    const klok = setInterval(vernieuw, ELKE_S * 1000);
    document.addEventListener("visibilitychange", vernieuw);
  });

  /* What is typed about a call goes to the server, so that it is there again whatever happens. It keeps the session alive as well. */
  document.querySelectorAll("form[data-concept]").forEach((form) => {
    let wacht = 0;
    let los = false;
    const zeg = form.querySelector("[data-stand]");
    const bewaar = async () => {
      const antwoord = await fetch(form.dataset.concept, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
      zeg.textContent = antwoord && antwoord.status === 204 ? form.dataset.bewaard : "";
    };
    form.addEventListener("input", () => {
      los = true;
      clearTimeout(wacht);
      wacht = setTimeout(bewaar, 1500);
    });
    form.addEventListener("submit", () => {
      los = false;
      clearTimeout(wacht);
    });
    addEventListener("beforeunload", (e) => { if (los) e.preventDefault(); });
  });
})();
