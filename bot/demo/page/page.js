// The page of the demo: it shows what the local server has, and does what a person would do in Telegram.

import { button, dayOf, drawn, element, icon } from "/drawing.js";

const $ = (id) => document.getElementById(id);
const ROLES = { admin: "Quản trị", focal_point: "Đầu mối", head: "Thủ trưởng", viewer: "Người xem", cluster_lead: "Trưởng cụm" };
const KINDS = {
  launch: "Báo phát động", digest: "Nhắc theo lịch", wave: "Nhắc, thông báo theo yêu cầu", new_admin: "Báo quản trị mới",
  report_move: "Báo cáo đổi trạng thái", follow_up: "Giải trình số liệu", cluster_move: "Báo cáo của cụm",
  role_ended: "Vai trò kết thúc", unit_changed: "Đơn vị thay đổi", leave: "Đầu mối nghỉ", handover: "Bàn giao", handover_declined: "Không nhận bàn giao",
  standing_list: "Danh sách còn nợ", phase_opened: "Đợt bắt đầu", phase_due_soon: "Đợt sắp đến hạn", phase_closed: "Đợt kết thúc",
  commemoration: "Ngày kỷ niệm", risks: "Chỉ tiêu khó hoàn thành", week: "Tuần này", alarm: "Báo sự cố của bot",
  planned_change: "Đơn vị sắp thay đổi", paper: "Văn bản tổng hợp",
};
const ENDS = {
  sent: ["đã gửi", ""],
  expired: ["không cần gửi nữa", ""],
  unreachable: ["không nhắn được", "bad"],
  failed: ["gửi lỗi", "bad"],
  unknown: ["chưa rõ đã tới", "bad"],
};

let state = { people: [], outbox: [] };
let chosen = null; // The chat id of the person whose phone we hold.
let editing = null; // The message id that the next text replaces.
const seen = new Map(); // chat id -> the last change of the bot that was shown
const shown = new Map(); // message id -> its element in the log
let zone = "Asia/Ho_Chi_Minh";

// ---- The wire --------------------------------------------------------------------------------------------

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw await refusal(answer);
  return answer.json();
}

async function post(path, wanted) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) });
  if (!answer.ok) throw await refusal(answer);
  return answer.json();
}

async function refusal(answer) {
  const told = await answer.json().catch(() => ({}));
  return new Error(told.description ?? `Máy chủ trả lời ${answer.status}`);
}

async function follow() {
  let stamp = "";
  for (;;) {
    try {
      state = await get(`/demo/state?timeout=25&stamp=${encodeURIComponent(stamp)}`);
      stamp = state.stamp;
      $("offline").hidden = true;
      await showState();
    } catch {
      $("offline").hidden = false;
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}

// ---- What is shown ----------------------------------------------------------------------------------------

let popupTimer;
function popup(words) {
  $("popup").textContent = words;
  $("popup").hidden = false;
  clearTimeout(popupTimer);
  popupTimer = setTimeout(() => ($("popup").hidden = true), 3000 + words.length * 50);
}

async function showState() {
  zone = state.zone;
  $("day").textContent = state.day;
  $("hour").textContent = state.hour;
  if (chosen === null) {
    for (const one of state.people) seen.set(one.chat, one.heard);
    await choose(state.people[0].chat);
  } else await showChat();
  showPeople();
  showOutbox();
  showStory();
}

function person() {
  return state.people.find((one) => one.chat === chosen);
}

let peopleShown = "";
function showPeople() {
  const unread = (one) => one.chat !== chosen && one.heard > (seen.get(one.chat) ?? 0);
  const known = JSON.stringify([chosen, state.people.map((one) => [one.chat, one.name, one.unit, unread(one)])]);
  if (known === peopleShown) return; // A list that is drawn anew under the finger loses the tap.
  peopleShown = known;
  const open = document.activeElement?.dataset?.chat;
  $("people").replaceChildren(
    ...state.people.map((one) => {
      const initials = one.name.split(" ").slice(-2).map((word) => word[0]).join("");
      const face = element("span", `face ${one.role}`, initials);
      face.ariaHidden = "true";
      const words = element("span", "", element("span", "name", one.name), element("span", "role", `${ROLES[one.role] ?? one.role} · ${one.unit}`));
      const made = button(face, () => choose(one.chat));
      made.append(words);
      if (unread(one)) made.append(element("span", "mark", element("span", "unseen", ", có tin mới")));
      made.dataset.chat = one.chat;
      made.setAttribute("aria-current", String(one.chat === chosen));
      return element("li", "", made);
    }),
  );
  $("any-unread").hidden = !state.people.some(unread);
  if (open) $("people").querySelector(`[data-chat="${open}"]`)?.focus();
}

async function choose(chat) {
  chosen = chat;
  stopEditing();
  shown.clear();
  $("log").replaceChildren();
  const one = person();
  $("who").textContent = one.name;
  $("who-role").textContent = `${ROLES[one.role] ?? one.role} · ${one.unit}`;
  showCommands();
  document.body.dataset.view = "chat";
  markView();
  $("log").ariaBusy = "true";
  await showChat();
  $("log").ariaBusy = "false";
  toEnd();
  showPeople();
}

// What is new stays in sight, unless the person has scrolled up to read.
let atEnd = true;
function toEnd() {
  $("log").scrollTop = $("log").scrollHeight;
  atEnd = true;
}

async function showChat() {
  const chat = chosen;
  if (chat === null) return;
  const messages = await get(`/control/messages?chat=${chat}`);
  if (chat !== chosen) return;
  seen.set(chat, Math.max(0, person()?.heard ?? 0, ...messages.map((one) => one.change)));
  const log = $("log");
  let day = "";
  const there = new Set();
  for (const one of messages) {
    there.add(one.message_id);
    const known = shown.get(one.message_id);
    const its = dayOf(one.date, zone);
    if (known?.dataset.change !== String(one.change)) {
      const made = drawn(one, zone, { say, tap, edit: startEditing });
      if (known) known.replaceWith(made);
      else {
        if (its !== day) log.append(element("p", "date", its));
        log.append(made);
      }
      shown.set(one.message_id, made);
    }
    day = its;
  }
  for (const [id, made] of shown) {
    if (!there.has(id)) {
      made.remove();
      shown.delete(id);
    }
  }
  if (atEnd) toEnd();
  const example = state.example;
  const sent = messages.some((one) => one.from === "person" && one.document);
  $("example").hidden = example.chat !== chat || sent;
  $("example").replaceChildren(icon("clip"), ` Gửi chỉ thị mẫu: ${example.file_name}`);
}

function showOutbox() {
  $("outbox-none").hidden = state.outbox.length > 0;
  $("outbox").replaceChildren(
    ...state.outbox.map((row) => {
      const [words, tone] = row.outcome ? ENDS[row.outcome] ?? [row.outcome, ""] : [row.sending ? "đang gửi" : "chờ gửi", "waits"];
      const time = element("time", "", row.at.words);
      time.dateTime = row.at.iso;
      return element("li", "", element("span", "to", row.person), element("span", `end ${tone}`, words), element("span", "kind", KINDS[row.kind] ?? row.kind), time);
    }),
  );
}

function showStory() {
  const { step, count, next } = state.story;
  $("story-place").textContent = next ? `Kể chuyện ${step}/${count}:` : "Hết chuyện.";
  $("story-next").textContent = next ?? "Anh/chị cứ thử tiếp: chọn người, bấm nút, đẩy đồng hồ.";
  $("story-go").hidden = !next;
}

let commandsShown = "";
function showCommands() {
  const { role, commands } = person();
  if (role === commandsShown) return;
  commandsShown = role;
  $("menu").replaceChildren(
    ...commands.map(({ command, description }) => {
      const made = button(element("b", "", `/${command}`), () => {
        toggleMenu(false);
        say(`/${command}`);
      });
      made.append(description);
      return element("li", "", made);
    }),
  );
}

function markView() {
  for (const one of document.querySelectorAll(".views button")) {
    one.setAttribute("aria-current", String(one.dataset.view === document.body.dataset.view));
  }
}

// ---- What the person does -----------------------------------------------------------------------------------

async function attempt(act) {
  try {
    return await act();
  } catch (error) {
    popup(error.message);
    return undefined;
  }
}

async function say(text) {
  toEnd();
  await attempt(() => post("/control/send", { chat: chosen, text }));
}

async function write(text) {
  const message_id = editing;
  stopEditing();
  $("text").value = "";
  if (!text.trim()) return;
  if (message_id === null) await say(text);
  else await attempt(() => post("/control/edit", { chat: chosen, message_id, text }));
}

async function tap(message_id, data, made) {
  made.ariaBusy = "true";
  await attempt(async () => {
    const chat = chosen;
    const { change } = await post("/control/tap", { chat, message_id, data });
    const answers = await get(`/control/answers?chat=${chat}&since=${change}&timeout=10`);
    const words = answers.map((one) => one.text).filter(Boolean).join(" ");
    if (words && chat === chosen) popup(words);
  });
  made.ariaBusy = "false";
}

async function sendFile(blob, name) {
  const address = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(new Error("Không đọc được tệp này."));
    reader.readAsDataURL(blob);
  });
  const kind = ["image/png", "image/jpeg"].includes(blob.type) ? "photo" : "document";
  await post("/control/send", { chat: chosen, kind, file_name: name, file: address.slice(address.indexOf(",") + 1) });
}

function startEditing(one) {
  editing = one.message_id;
  $("editing").hidden = false;
  $("text").value = one.text;
  $("text").focus();
}

function stopEditing() {
  if (editing !== null) $("text").value = "";
  editing = null;
  $("editing").hidden = true;
}

function toggleMenu(open) {
  $("menu").hidden = !open;
  $("menu-open").ariaExpanded = String(open);
  if (open) $("menu").querySelector("button")?.focus();
}

async function busy(made, act) {
  made.disabled = true;
  await attempt(act);
  made.disabled = false;
}

$("log").addEventListener("scroll", () => {
  atEnd = $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 80;
});
new ResizeObserver(() => atEnd && toEnd()).observe($("log"));
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  write($("text").value);
});
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
  if (event.key === "Escape") stopEditing();
});
$("stop-editing").addEventListener("click", stopEditing);
$("attach").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", async () => {
  const [file] = $("file").files;
  if (file) await attempt(() => sendFile(file, file.name));
  $("file").value = "";
});
$("example").addEventListener("click", () =>
  attempt(async () => {
    const answer = await fetch("/demo/example");
    await sendFile(await answer.blob(), state.example.file_name);
  }),
);
$("menu-open").addEventListener("click", () => toggleMenu($("menu").hidden));
document.addEventListener("click", (event) => {
  if (!event.target.closest(".menu")) toggleMenu(false);
});
$("menu").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  toggleMenu(false);
  $("menu-open").focus();
});
for (const one of document.querySelectorAll(".views button")) {
  one.addEventListener("click", () => {
    document.body.dataset.view = one.dataset.view;
    markView();
  });
}
for (const one of document.querySelectorAll("[data-step]")) {
  one.addEventListener("click", () =>
    busy(one, async () => {
      $("clock-said").textContent = "";
      const { sent } = await post("/control/clock", { step: one.dataset.step });
      $("clock-said").textContent = sent ? `Bot đã gửi ${sent} tin.` : "Không có tin nào phải gửi.";
    }),
  );
}
$("story-go").addEventListener("click", () =>
  busy($("story-go"), async () => {
    const { chat } = await post("/demo/story", {}).catch(() => {
      throw new Error("Bước này chưa làm được vì màn hình đã khác với chuyện. Anh/chị cứ tự bấm tiếp.");
    });
    if (chat !== chosen) await choose(chat);
  }),
);

markView();
follow();
