/* Extras for who has scripts: read aloud, print, copy. Each button is made here, and only where it works. */
"use strict";
(() => {
  const hulp = document.getElementById("hulp");
  const knop = (waar, tekst, doe) => {
    const k = document.createElement("button");
    k.type = "button";
    k.className = waar.matches(".rustig *") ? "linkknop" : "knop knop--licht";
    k.textContent = tekst;
    k.addEventListener("click", doe);
    waar.append(k);
    waar.hidden = false;
    return k;
  };

  /* Only a voice of the device itself: the words of the page go nowhere. No device speaks Gronings: Dutch comes nearest. */
  const spraak = window.speechSynthesis;
  const taal = document.documentElement.lang.replace("gos", "nl");
  let lees;
  const voorlezen = () => {
    const stem = spraak.getVoices().find((v) => v.localService && v.lang.slice(0, 2) === taal);
    if (lees || !stem) return;
    let bezig = 0;
    const stop = () => {
      bezig = 0;
      spraak.cancel();
      lees.textContent = hulp.dataset.lees;
    };
    lees = knop(hulp, hulp.dataset.lees, () => {
      if (bezig) return stop();
      const delen = [...hulp.parentElement.children].filter((e) => !e.matches(".alleen-scherm"));
      const regels = delen.flatMap((e) => e.innerText.split("\n")).filter((r) => r.trim());
      bezig = regels.length;
      lees.textContent = hulp.dataset.stop;
      /* Line by line: some browsers stop in the middle of a long text. A cell of a table ends in a tab. */
      regels.forEach((r) => {
        const zin = new SpeechSynthesisUtterance(r.replaceAll("\t", ", "));
        zin.voice = stem;
        zin.lang = stem.lang;
        zin.onend = () => { if (bezig && !--bezig) stop(); };
        spraak.speak(zin);
      });
    });
    addEventListener("pagehide", stop);
  };
  if (hulp && spraak) {
    voorlezen();
    spraak.addEventListener?.("voiceschanged", voorlezen);
  }

  if (window.print) document.querySelectorAll("[data-print]").forEach((waar) => knop(waar, waar.dataset.print, () => print()));

  /* A link to what is folded opens it; a newer browser does this itself. */
  const ontvouw = () => {
    const vouw = document.getElementById(location.hash.slice(1))?.closest("details");
    if (vouw && !vouw.open) {
      vouw.open = true;
      vouw.scrollIntoView();
    }
  };
  addEventListener("hashchange", ontvouw);
  ontvouw();

  /* What is folded is printed too; a newer browser does this by the stylesheet alone. */
  let dicht = [];
  addEventListener("beforeprint", () => {
    dicht = [...document.querySelectorAll("details:not([open])")];
    dicht.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => dicht.forEach((d) => { d.open = false; }));

  const kopieer = (waar, tekst, label) => {
    const zeg = document.createElement("span");
    zeg.setAttribute("role", "status");
    knop(waar, label, () => navigator.clipboard.writeText(tekst).then(() => {
      zeg.textContent = waar.dataset.gekopieerd;
    }));
    waar.append(zeg);
  };
  if (navigator.clipboard) {
    document.querySelectorAll("[data-kopieer-link]").forEach((waar) => kopieer(waar, location.href.split("#")[0], waar.dataset.kopieerLink));
    document.querySelectorAll("[data-kopieer]").forEach((code) => {
      const vak = document.createElement("p");
      vak.className = "hulp alleen-scherm";
      vak.dataset.gekopieerd = code.dataset.gekopieerd;
      kopieer(vak, code.textContent.trim(), code.dataset.kopieer);
      code.after(vak);
    });
  }
})();
