"use strict";
// One language at a time. The address says which, so that a link that is sent opens in the language of the sender.
const page = document.documentElement;
function speak(language) {
  page.dataset.lang = language;
  page.lang = language;
  for (const element of document.querySelectorAll("[data-" + language + "]")) {
    const words = element.dataset[language];
    if (element.placeholder) element.placeholder = words;
    if (element.title) element.title = words;
    if (element.tagName === "OPTION") element.textContent = words;
    else element.setAttribute("aria-label", words);
  }
  for (const link of document.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href");
    if (href.startsWith("#")) continue;
    link.setAttribute("href", href.split("?")[0] + (language === "en" ? "?lang=en" : ""));
  }
}
function switchLanguage() {
  const language = page.dataset.lang === "vi" ? "en" : "vi";
  speak(language);
  const address = location.href.split("#")[0].split("?")[0] + (language === "en" ? "?lang=en" : "") + location.hash;
  // Some browsers keep the addresses of files fixed; the page has changed its language all the same.
  try { history.replaceState(null, "", address); } catch (error) { if (error.name !== "SecurityError") throw error; }
}
document.getElementById("language").addEventListener("click", switchLanguage);
if (new URLSearchParams(location.search).get("lang") === "en") speak("en");
// Vietnamese is found with and without its marks.
function folded(words) {
  return words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
}
