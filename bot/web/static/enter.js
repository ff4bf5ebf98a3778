// Telegram says who opened the page behind the # of its address; that part never reaches a server by itself.
"use strict";
const said = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
if (said) {
  document.getElementById("without").hidden = true;
  document.getElementById("waiting").hidden = false;
  history.replaceState(null, "", location.pathname);
  const form = document.getElementById("enter");
  form.elements.init_data.value = said;
  form.submit();
}
