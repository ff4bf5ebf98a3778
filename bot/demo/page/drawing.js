// Draws messages. What it cannot do itself, it asks of `hands`: say(text), tap(message_id, data, key), edit(message).

const FORMATS = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE"]);

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function button(label, act, className) {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", () => act(made));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.classList.add("icon");
  made.append(document.createElementNS(SVG, "use"));
  made.firstChild.setAttribute("href", `#${name}`);
  return made;
}

// The server has escaped the text; even so, only these elements are built anew, and never by innerHTML.
function formatted(html, hands) {
  const built = document.createDocumentFragment();
  copy(new DOMParser().parseFromString(html, "text/html").body, built, hands);
  return built;
}

function copy(from, into, hands) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      into.append(node.data);
      continue;
    }
    let made = into;
    if (FORMATS.has(node.nodeName)) made = document.createElement(node.nodeName);
    else if (node.nodeName === "A") made = linked(node.getAttribute("href") ?? "");
    else if (node.className === "command") made = button("", () => hands.say(node.textContent), "command");
    if (made !== into) into.append(made);
    copy(node, made, hands);
  }
}

function linked(address) {
  const made = element("a");
  if (/^https?:\/\//.test(address)) {
    made.href = address;
    made.target = "_blank";
    made.rel = "noreferrer";
  }
  return made;
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

// A day as official papers write it: 05/01/2026, but 05/6/2026.
export function dayOf(seconds, zone) {
  const [day, month, year] = new Date(seconds * 1000)
    .toLocaleDateString("vi-VN", { timeZone: zone, day: "2-digit", month: "2-digit", year: "numeric" })
    .split("/");
  return `${day}/${Number(month) > 2 ? Number(month) : month}/${year}`;
}

function hourOf(seconds, zone) {
  return new Date(seconds * 1000).toLocaleTimeString("vi-VN", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

// A message as an element; `zone` is where its hours are read.
export function drawn(one, zone, hands) {
  const own = one.from === "person";
  const bubble = element("div", "bubble", element("span", "unseen", own ? "Anh/chị: " : "Bot: "));
  const file = one.document ?? one.photo ?? one.voice ?? one.sticker;
  if (one.photo) {
    const picture = element("img");
    picture.src = one.photo.url;
    picture.alt = `Ảnh ${one.photo.file_name}`;
    const open = element("a", "", picture);
    open.href = one.photo.url;
    open.target = "_blank";
    bubble.append(open);
  } else if (file) {
    const open = element("a", "file", icon("paper"), element("span", "", file.file_name), element("small", "", size(file.size)));
    open.href = file.url;
    open.download = file.file_name;
    bubble.append(open);
  }
  if (one.html) bubble.append(element("div", "words", formatted(one.html, hands)));
  const time = element("time", "", hourOf(one.date, zone));
  time.dateTime = new Date(one.date * 1000).toISOString();
  const foot = element("div", "foot", own && one.edited ? element("span", "edited", "đã sửa") : "", time);
  if (own && one.text && !one.text.startsWith("/")) {
    const edit = button(icon("pen"), () => hands.edit(one), "edit");
    edit.ariaLabel = "Sửa tin này";
    foot.prepend(edit);
    bubble.addEventListener("contextmenu", (event) => {
      event.preventDefault(); // A long press on a phone.
      hands.edit(one);
    });
  }
  bubble.append(foot);
  const made = element("article", own ? "message own" : "message", bubble);
  made.dataset.change = one.change;
  if (one.buttons.length) made.append(keys(one, hands));
  return made;
}

function keys(one, hands) {
  const rows = one.buttons.map((row) =>
    element("div", "", ...row.map((key) => {
      if (key.data !== undefined) return button(key.text, (made) => hands.tap(one.message_id, key.data, made));
      const open = linked(key.url ?? key.web_app);
      open.append(`${key.text} ↗`);
      return open;
    })),
  );
  return element("div", "keys", ...rows);
}

