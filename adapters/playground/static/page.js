// The playground's page: sends what is typed and pressed, and shows what the socket tells it.
// Every piece of HTML comes drawn and escaped from the server; nothing is put together from text here.

import { $, ask, fragment, here, me, once, place, post, problem, query, upload } from "./server.js";

const scroll = $("#scroll");
const list = $("#threads");
const news = $("#news");

// --- where the reader is ---

const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  $("#newer").hidden = true;
}

// The end, unless what is new is longer than the window: then its beginning.
function reveal(message) {
  toEnd();
  if (message.offsetHeight > scroll.clientHeight) message.scrollIntoView({ block: "start" });
}

scroll.addEventListener("scroll", () => atEnd() && ($("#newer").hidden = true), { passive: true });
$("#newer").addEventListener("click", toEnd);

// --- what the socket tells ---

function insert(parent, element, sequence) {
  const seq = Number(sequence);
  const after = [...parent.children].find((child) => Number(child.dataset.seq ?? $(".message", child).dataset.seq) > seq);
  parent.insertBefore(element, after ?? null);
}

function redraw(old, fresh) {
  const held = old.contains(document.activeElement) ? document.activeElement.dataset.button ?? "" : null;
  const open = [...old.querySelectorAll("details")].map((details) => details.open);
  old.replaceWith(fresh);
  fresh.querySelectorAll("details").forEach((details, index) => (details.open = open[index] ?? false));
  fresh.classList.add("redrawn");
  if (held !== null) {
    const same = [...fresh.querySelectorAll("[data-button]")].find((button) => button.dataset.button === held);
    (same ?? fresh).focus({ preventScroll: true });
  }
}

function showMessage(told) {
  if (told.place !== place) return told.redrawn || told.mine ? undefined : countUnread(told);
  const follow = atEnd();
  const element = fragment(told.html).firstElementChild;
  const old = document.getElementById(told.id);
  if (old) {
    redraw(old, element.matches(".message") ? element : $(".message", element));
  } else if (told.redrawn) {
    return; // Further up than this page goes.
  } else if (told.head === told.id) {
    insert(list, element, told.seq);
  } else {
    const replies = $(`[data-head="${CSS.escape(told.head)}"] .replies`, list);
    if (!replies) return;
    const item = document.createElement("li");
    item.append(element);
    insert(replies, item, told.seq);
  }
  if (!told.mine) news.textContent = told.redrawn ? `Changed: ${told.said}` : told.said;
  if (told.redrawn) return;
  if (told.mine || follow) reveal(document.getElementById(told.id));
  else $("#newer").hidden = false;
}

function countUnread(told) {
  const badge = $(`[data-room="${CSS.escape(told.place)}"] .unread`);
  if (!badge) return;
  badge.dataset.count = Number(badge.dataset.count ?? 0) + 1;
  badge.textContent = `${badge.dataset.count} new`;
  badge.hidden = false;
  news.textContent = `In ${$(".name", badge.parentElement).textContent}: ${told.said}`;
}

function showClock(told) {
  $("#now").textContent = told.now;
  $("#meeting").textContent = told.meeting ? `, ${told.meeting}` : "";
}

async function showPeople() {
  const fresh = new DOMParser().parseFromString(await ask(`/?${query()}`), "text/html");
  $("#who").replaceChildren(...$("#who", fresh).children);
}

// What was said while nobody listened: added to what is here, so that a reply half written stays.
async function lookAgain() {
  const latest = await ask(`/threads?${query()}`);
  const fresh = [...fragment(latest.html).children];
  const follow = atEnd();
  const heads = new Set(fresh.map((thread) => thread.dataset.head));
  const from = Number(fresh[0]?.dataset.seq ?? 0);
  for (const thread of [...list.children])
    if (Number(thread.dataset.seq) >= from && !heads.has(thread.dataset.head)) thread.remove();
  fresh.forEach(mergeThread);
  if (!$("#earlier").dataset.before) showEarlier(latest.earlier);
  if (follow) toEnd();
}

function mergeThread(thread) {
  const old = $(`[data-head="${CSS.escape(thread.dataset.head)}"]`, list);
  if (!old) return insert(list, thread, thread.dataset.seq);
  for (const message of thread.querySelectorAll(".message")) {
    const there = document.getElementById(message.id);
    if (!there) insert($(".replies", old), message.parentElement, message.dataset.seq);
    else if (there.dataset.revision !== message.dataset.revision) redraw(there, message);
  }
}

const shows = { message: showMessage, clock: showClock, people: showPeople, again: () => location.reload() };

function listen(wait = 500) {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${here}/live?as=${encodeURIComponent(me)}`);
  socket.addEventListener("open", () => {
    wait = 500;
    $("#offline").hidden = true;
    lookAgain().then(() => (document.body.dataset.live = ""), () => {});
  });
  socket.addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    shows[told.kind]?.(told);
  });
  socket.addEventListener("close", () => {
    $("#offline").hidden = false;
    setTimeout(() => listen(Math.min(wait * 2, 8000)), wait);
  });
}

// --- writing ---

async function send(form, thread) {
  const box = $("textarea", form);
  const text = box.value;
  const file = form === composer ? attached : null;
  if ((!text.trim() && !file) || form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  box.readOnly = true;
  problem(form, null);
  try {
    if (file) $("#sending").textContent = `Sending ${file.name}…`;
    const came = file
      ? await upload({ as: me, place, text, delivery: attachedAs }, file)
      : await once(form, "messages", { as: me, place, text, ...(thread && { thread }) });
    box.value = "";
    if (file) attach(null);
    await openFormsOf(came);
  } catch (error) {
    problem(form, error);
  } finally {
    form.removeAttribute("aria-busy");
    box.readOnly = false;
    if (file) $("#sending").textContent = "";
    if (!$("dialog[open]")) box.focus({ preventScroll: true });
  }
}

// --- files ---

const composer = $("#composer");
const picker = $("#file");
let attached = null;
let attachedAs = "";

// The word that says what the file is; in the channel so that only the sender sees it.
const minutesHere = $("#say").placeholder.includes("/action") ? "/action minutes" : "minutes";

function attach(file) {
  attached = file;
  attachedAs = crypto.randomUUID();
  $("#attached").hidden = !file;
  $("#attach").hidden = Boolean(file);
  $("#attached .name").textContent = file?.name ?? "";
  if (!file) picker.value = "";
  if (file && !$("#say").value.trim()) $("#say").value = minutesHere;
  if (file) $("#say").focus({ preventScroll: true });
}

picker.addEventListener("change", () => picker.files[0] && attach(picker.files[0]));

const hasFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
let depth = 0;
addEventListener("dragenter", (event) => {
  if (!hasFile(event)) return;
  depth += 1;
  $("#drop").hidden = false;
});
addEventListener("dragleave", (event) => {
  if (hasFile(event) && (depth -= 1) <= 0) $("#drop").hidden = true;
});
addEventListener("dragover", (event) => hasFile(event) && event.preventDefault());
addEventListener("drop", (event) => {
  if (!hasFile(event)) return;
  event.preventDefault();
  depth = 0;
  $("#drop").hidden = true;
  const file = event.dataTransfer.files[0];
  if (file) attach(file);
});

async function shortcut(button) {
  const message = $(".message", button.closest(".thread"));
  problem(message, null);
  try {
    await openFormsOf(await once(button, "shortcuts", { as: me, message: message.id, shortcut: button.dataset.shortcut }));
  } catch (error) {
    problem(message, error);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.target.matches(".composer textarea") && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
  if (event.target.matches(".replying textarea") && event.key === "Escape") closeReply(event.target.form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".composer")) {
    event.preventDefault();
    send(form, form.closest(".thread")?.dataset.head);
  } else if (form.matches("#form form")) {
    event.preventDefault();
    submitForm(form);
  }
});

function openReply(button) {
  const under = button.parentElement;
  if (!$(".replying", under)) button.before($("#reply").content.cloneNode(true));
  button.hidden = true;
  $(".replying textarea", under).focus();
  $(".replying", under).scrollIntoView({ block: "nearest" });
}

function closeReply(form) {
  const button = $("[data-reply]", form.parentElement);
  form.remove();
  button.hidden = false;
  button.focus();
}

// --- pressing ---

async function press(button) {
  const message = button.closest(".message");
  if (message.getAttribute("aria-busy") === "true") return;
  message.setAttribute("aria-busy", "true");
  problem(message, null);
  try {
    await openFormsOf(await once(button, "press", { as: me, message: message.id, button: button.dataset.button }));
  } catch (error) {
    problem(message, error);
  } finally {
    document.getElementById(message.id)?.removeAttribute("aria-busy");
  }
}

// --- forms ---

const formDialog = $("#form");

async function openForm(message) {
  formDialog.replaceChildren(fragment(await ask(`/forms/${encodeURIComponent(message)}?${query()}`)));
  if (!formDialog.open) formDialog.showModal();
  const first = $('[aria-invalid="true"]', formDialog) ?? $("textarea, input, select", formDialog);
  first?.focus();
}

async function openFormsOf(came) {
  const asked = came.find((message) => message.form);
  if (asked) await openForm(asked.id);
  return Boolean(asked);
}

function valuesOf(form) {
  const values = {};
  for (const field of form.elements) if (field.name) values[field.name] = field.value;
  for (const people of form.querySelectorAll(".people"))
    values[people.dataset.name] = [...people.querySelectorAll(".chosen li")].map((item) => item.dataset.value);
  return values;
}

async function submitForm(form) {
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  problem(form, null);
  const { message, button } = form.dataset;
  try {
    const came = await once(form, "press", { as: me, message, button, values: valuesOf(form) });
    if (!(await openFormsOf(came))) formDialog.close();
  } catch (error) {
    problem(form, error);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function addPerson(button) {
  const people = button.closest(".people");
  const select = $("select", people);
  const option = select.selectedOptions[0];
  if (!option?.value) return select.focus();
  const item = document.createElement("li");
  item.dataset.value = option.value;
  const name = document.createElement("span");
  name.textContent = option.label;
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "Remove" });
  remove.dataset.remove = "";
  remove.setAttribute("aria-label", `Remove ${option.label}`);
  item.append(name, remove);
  $(".chosen", people).append(item);
  option.disabled = true;
  select.value = "";
  select.focus();
  news.textContent = `${option.label} added`;
}

function removePerson(button) {
  const people = button.closest(".people");
  const item = button.closest("li");
  for (const option of $("select", people).options) if (option.value === item.dataset.value) option.disabled = false;
  item.remove();
  $("select", people).focus();
}

// --- the clock, and starting again ---

async function move(button) {
  const clock = $(".clock");
  if (clock.getAttribute("aria-busy") === "true") return;
  clock.setAttribute("aria-busy", "true");
  problem(clock, null);
  try {
    await post("clock", { by: button.dataset.move });
    news.textContent = `Demo time is ${$("#now").textContent}`;
  } catch (error) {
    problem(clock, error);
  } finally {
    clock.removeAttribute("aria-busy");
  }
}

async function startAgain(button) {
  const dialog = $("#restart");
  dialog.setAttribute("aria-busy", "true");
  problem(dialog, null);
  try {
    await post("reset", { sample: button.dataset.sample === "true" });
    location.assign(`?${query()}`);
  } catch (error) {
    problem(dialog, error);
  } finally {
    dialog.removeAttribute("aria-busy");
  }
}

function showEarlier(before) {
  const button = $("#earlier");
  button.hidden = !before;
  button.dataset.before = before ?? "";
}

async function loadEarlier(button) {
  const older = await ask(`/threads?${query({ before: button.dataset.before })}`);
  const height = scroll.scrollHeight;
  list.prepend(fragment(older.html));
  scroll.scrollTop += scroll.scrollHeight - height;
  showEarlier(older.earlier);
}

// --- what a click means ---

const clicks = [
  ["[data-open-form]", (button) => openForm(button.closest(".message").id).catch((error) => problem(button.closest(".message"), error))],
  [".message [data-button]", press],
  ["[data-reply]", openReply],
  ["[data-shortcut]", shortcut],
  ["#attach", () => picker.click()],
  ["#detach", () => attach(null)],
  [".replying [data-cancel]", (button) => closeReply(button.form)],
  ["#form [data-cancel]", () => formDialog.close()],
  ["[data-add]", addPerson],
  ["[data-remove]", removePerson],
  ["[data-move]", move],
  ["#again", () => $("#restart").showModal()],
  ["[data-sample]", startAgain],
  ["#earlier", loadEarlier],
  ["[data-example]", (button) => {
    $("#say").value = button.dataset.example;
    $("#say").focus();
  }],
  [".moves-button", (button) => {
    const open = $("#moves").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  }],
];

document.addEventListener("click", (event) => {
  for (const [selector, act] of clicks) {
    const target = event.target.closest?.(selector);
    if (target) return void act(target);
  }
});

formDialog.addEventListener("close", () => {
  formDialog.replaceChildren();
  $("#say").focus({ preventScroll: true });
});

// --- being somebody else ---

// Arrow keys walk through a closed list: nobody becomes each person on the way, only the one Enter is pressed on.
const who = $("#who");
let walking = false;

function become(handle) {
  const direct = $(`[data-room="${CSS.escape(place)}"]`).dataset.kind === "direct";
  location.assign(`?${new URLSearchParams({ as: handle, place: direct ? `direct-${handle}` : place })}`);
}

who.addEventListener("pointerdown", () => (walking = false));
who.addEventListener("keydown", (event) => {
  walking = event.key !== "Enter";
  if (event.key === "Enter" && who.value !== me) become(who.value);
});
who.addEventListener("change", () => {
  if (!walking) return become(who.value);
  $("#who-hint").textContent = who.value === me ? "" : `Press Enter to be ${who.selectedOptions[0].label}`;
});
who.addEventListener("blur", () => {
  who.value = me;
  $("#who-hint").textContent = "";
});

showEarlier(document.body.dataset.earlier);
toEnd();
listen();
if (matchMedia("(hover: hover)").matches) $("#say").focus({ preventScroll: true });
