// A script of as many steps as asked for, in these languages, made up: the largest a bench walks
// or has checked. Every step has all that a step of a real one has, so that drawing it costs as
// much; one in ten leads elsewhere by the first number.

const LAST = ['their-story', 'second-rating', 'close', 'record'];
const FIRST = ['open', 'identify', 'first-rating'];

export function longScript({ steps, id = 'long', languages = ['en', 'fi', 'sv'] }) {
  /// One text in all languages, none of them equal to another's.
  const told = (words) => {
    const inLanguage = (language) => JSON.stringify(language === 'en' ? words : `${words} (${language})`);
    return `{ ${languages.map((language) => `${language} = ${inLanguage(language)}`).join(', ')} }`;
  };
  const several = (count, words) =>
    `[\n${Array.from({ length: count }, (_, at) => `  ${told(`${words} ${at + 1}`)},`).join('\n')}\n]`;

  function step(id, name, role, more = '') {
    const sayings = ['plain', 'warm', 'short'].map((tone) => `
[[steps.say]]
id = "${tone}"
tone = "${tone}"
text = ${told(`${name}: what one might say here, in one or two ${tone} sentences, and then listen.`)}
`);
    const probes = ['fact', 'person', 'feeling', 'meaning'].map((depth) => `
[[steps.probes]]
depth = "${depth}"
text = ${told(`${name}: a question that asks for a ${depth}.`)}
`);
    return `
[[steps]]
id = "${id}"
name = ${told(name)}
purpose = ${told(`${name}: what this step is for, in a sentence one reads at home.`)}
role = "${role}"
importance = "core"
target_seconds = 60
warn_seconds = 240
cues = ${several(4, `${name}, cue`)}
do = ${several(3, `${name}, a thing to do`)}
dont = ${several(3, `${name}, a thing to leave`)}
listen_for = ${several(3, `${name}, a sound to listen for`)}
alternatives = ${several(2, `${name}, when stuck`)}
red_flags = [{ action = "close", text = ${told(`${name}: hateful words. Thank them and go.`)} }]
${more}${sayings.join('')}${probes.join('')}`;
  }

  const rating = (wave) =>
    `captures = [{ type = "rating", scale_id = "opinion", wave = "${wave}", personal_data = "special" }]\n`;

  const middle = Array.from({ length: steps - FIRST.length - LAST.length }, (_, at) => `why-${at + 1}`);
  const asked = middle.map((name, at) => {
    const elsewhere = at % 10 === 0 && at + 2 < middle.length
      ? `next = [{ if = { scale_id = "opinion", wave = "first", bands = ["for"] }, goto = "${middle[at + 2]}" }]\n`
      : '';
    return step(name, `Question ${at + 1}`, 'why', elsewhere);
  });
  return `schema = 1

[script]
id = "${id}"
version = 1
status = "draft"
title = ${told('A long conversation')}
summary = ${told('Made up for measuring.')}
kind = "issue"
channel = ["door"]
languages = ${JSON.stringify(languages)}
default_language = "en"
issue = ${told('Made up for measuring.')}
short_path_id = "short"
identify_first = false

[[scales]]
id = "opinion"
kind = "numeric"
min = 0
max = 10
step = 1
direction = "higher_is_support"
allow_declined = true
question = ${told('From 0 to 10, how do you feel about it? 0 is against, 10 is for.')}
repeat_question = ${told('From 0 to 10, how do you feel about it now? 0 is against, 10 is for.')}
low_label = ${told('against')}
high_label = ${told('for')}
bands = [
  { id = "against", from = 0, to = 4, label = ${told('against')} },
  { id = "for", from = 5, to = 10, label = ${told('for')} },
]
${step('open', 'Hello', 'open')}${step('identify', 'Who you are', 'identify')}${step('first-rating', 'First number', 'rate', rating('first'))}${asked.join('')}${step('their-story', 'Their story', 'their_story')}${step('second-rating', 'Second number', 'rerate', rating('final'))}${step('close', 'Thank you', 'close', 'captures = [{ type = "consent", personal_data = "low" }]\n')}${step('record', 'Notes', 'record')}
[[paths]]
id = "short"
name = ${told('In a hurry')}
steps = ${JSON.stringify([...FIRST, middle[0], ...LAST])}

[consent]
wording_id = "long-1"
purposes = ["keep_with_name"]
text = ${told('May we keep what you said with your name?')}
`;
}
