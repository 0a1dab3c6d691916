// Talking to the server, and what every part of the page needs.

export const me = document.body.dataset.as;
export const place = document.body.dataset.place;
export const here = "/playground";
export const $ = (selector, within = document) => within.querySelector(selector);
export const query = (more = {}) => new URLSearchParams({ as: me, place, ...more });

export async function ask(path, body) {
  const options = body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(here + path, options);
  } catch {
    throw new Error("The playground cannot be reached. What you typed is still here; send it again in a moment.");
  }
  const json = response.headers.get("content-type")?.includes("json");
  const answer = json ? await response.json() : await response.text();
  if (!response.ok) throw new Error(answer.error ?? `The playground answered ${response.status}.`);
  return answer;
}

// What failed on the way keeps its name, so that doing the same again can never have a second effect.
const unanswered = new WeakMap();

export async function once(element, path, body) {
  const content = JSON.stringify(body);
  const last = unanswered.get(element);
  const delivery = last?.content === content ? last.delivery : crypto.randomUUID();
  unanswered.set(element, { content, delivery });
  const came = await post(path, { ...body, delivery });
  unanswered.delete(element);
  return came;
}

// A file with the words that go with it.
export async function upload(fields, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, file.name);
  let response;
  try {
    response = await fetch(`${here}/api/files`, { method: "POST", body: form });
  } catch {
    throw new Error("The playground cannot be reached. The file is still here; send it again in a moment.");
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The playground answered ${response.status}.`);
  return answer;
}

export const post = (path, body) => ask(`/api/${path}`, body);

export function problem(within, error) {
  const line = $(".problem", within);
  line.textContent = error ? error.message : "";
  line.hidden = !error;
}

export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
