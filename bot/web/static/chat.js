// The chat works without this script. With it, nothing reloads, and what is tapped without a connection waits and is sent once.
"use strict";
const log = document.querySelector(".log");
const status = document.querySelector(".status");
const composer = document.querySelector(".composer");
const input = composer.elements.text;
const KEY = "waits:" + log.dataset.who; // the session's own: on a shared phone nobody sends another's words
let last = Number(log.querySelector(".turn:last-child")?.dataset.id || 0);
let source = null;
let sending = false;
let memory = []; // where the browser keeps nothing for us

// --- What waits to be sent -------------------------------------------------------------------------------------------

function waiting() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return memory;
  }
}

function keep(items) {
  memory = items;
  try {
    localStorage.setItem(KEY, JSON.stringify(items));
  } catch {
    // private windows may refuse: then it lasts as long as the page
  }
}

function forgetOthers() {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("waits:") && key !== KEY).forEach((key) => localStorage.removeItem(key));
  } catch {
    // nothing was kept
  }
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing on http://192.168..., where people try things out
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function add(field, value, label) {
  const items = waiting();
  const same = (item) => field === "press" && item.field === field && item.value === value;
  if (!items.some(same)) { // the same button again is the same wish, still on its way
    const item = { id: newId(), field, value, label };
    keep([...items, item]);
    draw(item);
  }
  lock(true); // no second tap until the answer, or until sending fails
  flush();
}

function done(item) {
  keep(waiting().filter((one) => one.id !== item.id));
  document.getElementById("waits-" + item.id)?.remove();
}

async function flush() {
  if (sending) return;
  sending = true;
  let going = true;
  for (let item; going && (item = waiting()[0]); ) going = await send(item);
  sending = false;
  lock(false);
  if (going) say("");
}

async function send(item) { // true: this one is finished, the next may go
  const body = new URLSearchParams({ id: item.id, [item.field]: item.value, after: last });
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 20000);
  try {
    const answer = await fetch("/chat", { method: "POST", body, headers: { Accept: "application/json" }, signal: patience.signal });
    if (answer.status === 429) setTimeout(flush, 1000 * (Number(answer.headers.get("Retry-After")) || 5));
    if (answer.status === 429) return false;
    if (answer.status >= 500) throw new Error("later");
    const fresh = await answer.text();
    done(item);
    if ([401, 205].includes(answer.status)) location.reload(); // the session is over, or what stands here has been deleted
    else if (answer.ok) show(fresh);
    else refuse(item);
    return answer.ok;
  } catch {
    say(status.dataset.offline);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function refuse(item) {
  say(status.dataset.refused);
  if (item.field === "text" && !input.value) input.value = item.value; // her words are hers to mend
}

// --- What is seen ----------------------------------------------------------------------------------------------------

function draw(item) {
  const turn = document.createElement("div");
  const bubble = document.createElement("p");
  const clock = document.createElement("span");
  turn.className = "turn waits";
  turn.id = "waits-" + item.id;
  bubble.className = "bubble mine";
  bubble.dir = "auto";
  bubble.textContent = item.label + " ";
  clock.textContent = "🕓";
  clock.setAttribute("role", "img");
  clock.setAttribute("aria-label", log.dataset.waits);
  bubble.append(clock);
  turn.append(bubble);
  log.append(turn);
  scroll(turn);
}

function show(html) { // html is our own server's, where every word of hers is escaped
  const holder = document.createElement("template");
  holder.innerHTML = html;
  for (const turn of holder.content.querySelectorAll(".turn")) {
    if (Number(turn.dataset.id) > last) put(turn);
  }
}

function put(turn) {
  last = Number(turn.dataset.id);
  const focused = document.activeElement;
  const follows = focused === document.body || focused.closest(".choices, .menu");
  log.querySelectorAll(".choices").forEach((choices) => choices.remove());
  log.insertBefore(turn, log.querySelector(".waits"));
  const before = turn.previousElementSibling?.querySelector(".said");
  const carries = turn.previousElementSibling?.querySelector(".carried");
  if (before && !carries && before.textContent === turn.querySelector(".said")?.textContent) before.remove(); // the same question after a tick stands once
  progress(turn.dataset);
  turn.tabIndex = -1;
  if (follows) turn.focus({ preventScroll: true }); // the button that had it is gone: Tab goes on from here
  scroll(turn);
}

function progress({ done: value, total, count }) {
  const line = document.querySelector(".progress");
  line.hidden = !total;
  line.firstElementChild.max = total || 1;
  line.firstElementChild.value = value || 0;
  line.lastElementChild.textContent = count || "";
}

function scroll(turn) {
  const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
  turn.scrollIntoView({ block: "start", behavior: smooth ? "smooth" : "auto" });
}

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

function lock(on) {
  log.querySelectorAll(".choices button").forEach((button) => { button.disabled = on; });
}

// --- The line to the server ------------------------------------------------------------------------------------------

function listen() {
  if (document.hidden || (source && source.readyState !== EventSource.CLOSED)) return;
  source = new EventSource("/chat/stream?after=" + last);
  source.onmessage = (event) => show(event.data);
}

function hang() {
  source?.close();
  source = null;
}

function wake() {
  if (document.hidden) return;
  listen();
  if (waiting().length) flush();
}

document.addEventListener("visibilitychange", () => (document.hidden ? hang() : wake())); // phones kill hidden streams silently
addEventListener("pagehide", hang);
addEventListener("pageshow", wake);
addEventListener("online", () => { hang(); wake(); });
setInterval(wake, 5000);

// --- What she does ---------------------------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button?.name) {
    button.closest("details")?.removeAttribute("open");
    add(button.name, button.value, button.textContent.trim());
  } else if (input.value.trim()) {
    add("text", input.value.trim(), input.value.trim());
    input.value = "";
  }
});

input.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches;
  if (!sends) return;
  event.preventDefault();
  composer.requestSubmit();
});

document.querySelector(".leave").addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href); // the back button does not lead here again
});

// --- Reading aloud ---------------------------------------------------------------------------------------------------

const voice = () => window.speechSynthesis?.getVoices().find((one) => one.localService && one.lang.startsWith(document.documentElement.lang));
const offer = () => document.body.classList.toggle("speaks", Boolean(voice())); // a voice elsewhere would hear what is read

log.addEventListener("click", (event) => {
  const button = event.target.closest(".speak");
  if (!button) return;
  const busy = speechSynthesis.speaking;
  speechSynthesis.cancel();
  if (busy) return;
  const words = new SpeechSynthesisUtterance(button.previousElementSibling.textContent);
  words.voice = voice();
  words.lang = words.voice.lang;
  speechSynthesis.speak(words);
});
window.speechSynthesis?.addEventListener?.("voiceschanged", offer);

offer();
forgetOthers();
waiting().forEach(draw);
log.querySelector(".turn:last-child")?.scrollIntoView({ block: "start" });
wake();
