// What ICU says, for comparison: reads {locales, dates, lists} as JSON, writes {locale: …}.
import { readFileSync } from "node:fs";

const asked = JSON.parse(readFileSync(0, "utf8"));

function direction(tag) {
  const locale = new Intl.Locale(tag);
  return (locale.getTextInfo ? locale.getTextInfo() : locale.textInfo).direction;
}

function speak(tag) {
  const date = (dateStyle) =>
    new Intl.DateTimeFormat(tag, {
      dateStyle,
      timeZone: "UTC",
      calendar: "gregory",
      numberingSystem: "latn",
    });
  const list = (type) => new Intl.ListFormat(tag, { type });
  return {
    full: asked.dates.map((day) => date("full").format(new Date(day))),
    long: asked.dates.map((day) => date("long").format(new Date(day))),
    and: asked.lists.map((entries) => list("conjunction").format(entries)),
    or: asked.lists.map((entries) => list("disjunction").format(entries)),
    direction: direction(tag),
  };
}

const answers = Object.fromEntries(asked.locales.map((tag) => [tag, speak(tag)]));
process.stdout.write(JSON.stringify({ icu: process.versions.icu, cldr: process.versions.cldr, answers }));
