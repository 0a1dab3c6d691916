// Reads [schema path, [card, …]] on standard input, and says of each card what the schema and the renderer find.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const Ajv = require("ajv").default;
const { JSDOM } = require("jsdom");
const dom = new JSDOM("<!doctype html><body></body>");
Object.assign(globalThis, { window: dom.window, document: dom.window.document, HTMLElement: dom.window.HTMLElement });
for (const name of Object.getOwnPropertyNames(dom.window)) if (/^HTML\w+Element$/.test(name)) globalThis[name] = dom.window[name];
// jsdom has no layout, and so no innerText: the renderer writes plain words with it.
Object.defineProperty(dom.window.HTMLElement.prototype, "innerText", {
  get() { return this.textContent; },
  set(words) { this.textContent = words; },
});
const AdaptiveCards = require("adaptivecards/dist/adaptivecards.js");

const [schemaPath, cards] = JSON.parse(await text(process.stdin));
const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false, logger: false });
ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
// The published schema names itself by "id", as drafts before 06 did.
const schema = JSON.parse(readFileSync(schemaPath, "utf8"), (key, value) => (key === "id" && typeof value === "string" ? undefined : value));
const validate = ajv.compile(schema);

// Teams' own additions are not in the schema.
const without = (value) => {
  if (Array.isArray(value)) return value.map(without);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "msteams").map(([k, v]) => [k, without(v)]));
};

const found = cards.map((card) => {
  const bare = without(card);
  const fits = validate(bare);
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.version = new AdaptiveCards.Version(1, 5);
  const context = new AdaptiveCards.SerializationContext(drawn.version);
  drawn.hostConfig = new AdaptiveCards.HostConfig({ actions: { maxActions: 6 } }); // as Teams has it
  drawn.parse(bare, context);
  const events = [];
  for (let i = 0; i < context.eventCount; i++) events.push(context.getEventAt(i).message);
  const element = drawn.render();
  const live = [...element.querySelectorAll("a,img,script,iframe,em,strong,ul,ol,code,b,i")].map((e) => e.outerHTML.slice(0, 200));
  return {
    schema: fits ? [] : validate.errors.slice(0, 3).map((e) => `${e.instancePath} ${e.message}`),
    renderer: [...events, ...drawn.validateProperties().validationEvents.map((e) => e.message)],
    text: element.textContent,
    live,
  };
});
process.stdout.write(JSON.stringify(found));
