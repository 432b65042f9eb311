# The desk's words, English. Plain words; no word that would shame us in a
# subject access request. "Gave a higher number", and never more than that.

product = Doorstep
skip = Skip to the page
foot = Doorstep. What people say at their doors stays with this campaign.
language = Language
yes = yes
no = no
before = Before
after = After
few = under 5
doors = { $n ->
    [one] { $n } door
   *[other] { $n } doors
}
minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
copy = Copy
copied = Copied
print = Print this sheet
ago-now = just now
ago-minutes = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

## Around every page

nav-label = Desk
nav-today = Today
nav-lists = Walk lists
nav-conversations = Conversations
nav-results = Results
nav-import = Import addresses
nav-phones = Phones
nav-quarantine = Set aside
nav-export = Export
nav-delivery = What has arrived
nav-rescue = Rescue files
nav-erasures = Deletion requests
nav-audit = Who read what
nav-campaign = Campaign
nav-more = More
nav-needs = { $n ->
    [one] , { $n } thing needs you
   *[other] , { $n } things need you
}
signed-in-as = Signed in as
sign-out = Sign out
live-on = Live. Last change
live-lost = Not live just now; trying again.
live-refresh = Refresh
live-says = { $n ->
    [one] { $n } conversation so far
   *[other] { $n } conversations so far
}
pager-label = Pages
pager-label-below = Pages, below
pager-before = Previous
pager-after = Next
pager-here = { $from } to { $to } of { $total }
form-look-again = Something in the form needs another look. It is marked below, and nothing was saved yet.

## Signing in

sign-in-title = Sign in to the desk
sign-in-email = Email address
sign-in-password = Password
sign-in-do = Sign in
sign-in-no-match = That address and password don't match an account here. Check both and try again.
sign-in-slow-down = { $minutes ->
    [one] Too many tries. Wait { $minutes } minute, then try again.
   *[other] Too many tries. Wait { $minutes } minutes, then try again.
}
sign-in-session-over = You were signed out after a while without use. Sign in to go on.
sign-in-signed-out = You are signed out.
sign-in-nobody-yet = Nobody has an account here yet. On the server's own command line, make the first one:
sign-in-for-leads = For team leads. Canvassers don't sign in: they open the link or scan the code their lead shares.

## When a page cannot be shown

problem-not-found = There is nothing at this address
problem-not-found-do = It may have been removed, or the link was cut short. Go back to the start and look for it from there.
problem-form-refused = This form could not be taken
problem-form-refused-do = It was open for too long, or it was sent from another page. Nothing was changed. Go back, load the page again, and send it once more.
problem-not-allowed = Your account may not do this
problem-not-allowed-do = Ask the campaign's owner if you need it. Nothing was changed.
problem-too-large = That is more than we take at once
problem-too-large-do = A file may have at most 32 MB. Cut it into parts and import them one after the other. Nothing was stored.
problem-malformed = This request could not be read
problem-malformed-do = Load the page again and send the form once more. Nothing was changed.
problem-broken = The server could not do this just now
problem-broken-do = Nothing was changed. Try again in a minute; if it stays like this, whoever runs the server finds the reason in its log.
problem-back = To the start

## Today

today-title = Today
first-title = Three steps to the first door
first-import = Import addresses
first-import-more = A CSV file, with where it came from and until when you may use it.
first-cut = Make walk lists of them, by street or by number of doors.
first-share = Share the lists with your team as a link, a code or a QR code.
heard-title = Is everyone heard from?
heard-nobody = No phone has joined yet.
heard-share = Share a walk list
heard-all-in = Everything the phones told us of is here.
heard-waiting = { $n ->
    [one] { $n } record is still on a phone.
   *[other] { $n } records are still on phones.
}
heard-caption = Each canvasser, as their phones last told us
heard-col-name = Canvasser
heard-col-recorded = Handed in
heard-col-waiting = Still on the phone
heard-col-last = Last heard
heard-silent = long silent: call them
heard-lost = phone reported lost
came-title = What came in
came-n = Numbers given: { $before } before, { $after } after.
came-more = Results, with what the numbers mean
needs-title = What needs me?
needs-nothing = Nothing just now.
needs-quarantine = { $n ->
    [one] { $n } record was set aside
   *[other] { $n } records were set aside
}
needs-quarantine-more = Kept whole; have a look at why.
needs-erasures = { $n ->
    [one] { $n } deletion has not reached every phone yet
   *[other] { $n } deletions have not reached every phone yet
}
needs-erasures-more = See whose phones may still hold it, and ask them to open the app.
needs-until = Shown to the team until { $until }
needs-more-warnings = { $n ->
    [one] and { $n } more warning on the lists
   *[other] and { $n } more warnings on the lists
}
needs-ending = May be used until { $until }

## Walk lists

lists-title = Walk lists
lists-none = No walk list yet. Import addresses first.
lists-made = { $n ->
    [one] { $n } walk list was made. Choose it below and share it with your team.
   *[other] { $n } walk lists were made. Choose some below and share them with your team.
}
lists-nothing-chosen = Choose at least one walk list, then share.
lists-caption = { $n ->
    [one] { $n } walk list
   *[other] { $n } walk lists
}
lists-col-choose = Share
lists-col-name = Name
lists-col-doors = Doors
lists-col-tried = Tried
lists-col-phones = Held by
lists-col-until = Until
lists-choose = Choose { $name }
lists-round = round { $n }
lists-over = ended
lists-expired = expired
lists-soon = ends soon
lists-share = Share the chosen lists
lists-share-hint = One code serves a whole team: you say how many may join with it.
list-ended = taken back
list-holders = Held by
list-nobody = nobody yet
list-trial = An experiment: at { $n } of its { $doors } doors, drawn by chance, { $placebo } is talked instead.
list-trial-results = The two groups
list-script = Script
list-col-door = Address
list-col-people = Listed there
list-col-state = Where it stands
list-not-tried = not tried
list-warning = { $what } until { $until }
list-do-not-contact = do not contact
list-end = Take this list back
list-end-hint = Phones hide it with their next contact. What was noted until then still comes in.
side-odd = odd side
side-even = even side
shares-title = Shared
shares-caption = Codes made so far, newest first
shares-col-code = Code
shares-col-for = For
shares-col-lists = Lists
shares-col-uses = Joined
shares-col-until = Open until
shares-uses = { $used } of { $uses }
shares-closed = closed
imports-title = Imported addresses
imports-caption = Where the addresses came from, and until when they may be used
imports-col-file = File
imports-col-source = Source
imports-col-until = May be used until
imports-col-lists = Walk lists
imports-lists = { $n ->
    [one] { $n } list made.
   *[other] { $n } lists made.
}
imports-cut = Make lists

## Sharing

share-new-title = Share walk lists
share-what = { $n ->
    [one] { $n } list, { $doors } doors
   *[other] { $n } lists, { $doors } doors
}
share-label = Who is it for?
share-label-hint = So that you know it again: "Saturday team".
share-label-missing = Say who it is for, in a word or two.
share-uses = How many people may join with it?
share-uses-hint = One code serves a whole team. A phone that joins again is not counted twice.
share-uses-wrong = A whole number from 1 to 500.
share-until = Open for
share-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
share-make = Make link and code
share-title = For { $label }
share-step-scan = Point your phone's camera at the square and open the link.
share-step-type = Or open this address and type the code:
share-step-name = Say what the team calls you.
share-step-ready = Wait until it says "ready with no signal". Then go.
share-iphone = On an iPhone: first add the page to your home screen, then open it from there and join.
share-qr = QR code that opens the join link for code { $code }
share-link = Link
share-link-hint = Send it to your team and nobody else. The code is in the part of the link that no server writes down.
share-insecure = Phones keep nothing offline when the address doesn't begin with https. This works on this computer only; for a team, run the server with TLS or behind a proxy that has it.
share-holds = What it gives
share-revoke = Close this code
share-revoke-hint = Nobody can join with it any more. Phones that have joined keep their lists.
share-used-up = Everybody it was made for has joined. Make a new one for more.
share-expired = Its time is over. Make a new one to go on.
share-revoked = This code was closed.

## Import

import-title = Import addresses
import-file = CSV file
import-file-hint = As your voter file or address tool exports it, up to 32 MB.
import-look = Look at the file
import-nothing-yet = You see what is in it first. Nothing is imported before you say so.
import-columns = What the file should have
import-columns-what = One row per person, with a first line that names the columns. Names of columns are recognised in English, Finnish and Swedish; you can set them right in the next step.
import-columns-needed = Needed: an address with its house number, in one column or two.
import-columns-good = Good to have: name, flat, town, postcode, language, latitude and longitude, and an id of the voter file.
import-columns-read = Commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252.
import-not-read = This file could not be read
import-another = Import another file

trouble-empty = The file is empty.
trouble-empty-do = Export it again, and look whether it opens in a spreadsheet.
trouble-no-rows = The file has a line of column names and nothing below it.
trouble-no-rows-do = Export it again with its rows.
trouble-too-large = The file is larger than 32 MB.
trouble-too-large-do = Cut it into parts and import them one after the other.
trouble-no-file = No file was chosen.
trouble-no-file-do = Choose a CSV file and try again.
trouble-not-text = This is not a text file.
trouble-not-text-do = Choose a CSV file.
trouble-workbook = This is a spreadsheet workbook, not a CSV file.
trouble-workbook-do = Open it, save it as "CSV UTF-8", then choose that file.
trouble-broken-header = The column names have a quotation mark that is not closed; it begins in line { $what }.
trouble-broken-header-do = Mend that line, or save the file again as CSV from a spreadsheet.
trouble-gone = The file you looked at is no longer here: it is kept for a day, or the import was finished.
trouble-gone-do = Choose the file again.

preview-title = { $file }: a look before importing
preview-read-as = { $rows ->
    [one] { $rows } row, read as { $encoding }, columns parted by { $separator }. Nothing is imported yet.
   *[other] { $rows } rows, read as { $encoding }, columns parted by { $separator }. Nothing is imported yet.
}
preview-missing = No column is known to hold: { $columns }
preview-missing-do = If the file has it under another name, say so under "Columns" and look again. Otherwise export the file with it.
preview-good = { $good ->
    [one] { $good } good row
   *[other] { $good } good rows
}: { $doors ->
    [one] { $doors } door
   *[other] { $doors } doors
} at { $buildings ->
    [one] { $buildings } address
   *[other] { $buildings } addresses
}.
preview-erased = { $n ->
    [one] { $n } row is left out: they, or their household, asked to be deleted.
   *[other] { $n } rows are left out: they, or their household, asked to be deleted.
}
preview-objected = { $n ->
    [one] { $n } row is of somebody who, or whose household, asked not to be called on again. They are imported with that mark, and nobody is sent to them. Others at the same address can still be called on.
   *[other] { $n } rows are of people who, or whose households, asked not to be called on again. They are imported with that mark, and nobody is sent to them. Others at the same address can still be called on.
}
preview-bad = { $n ->
    [one] { $n } row cannot be used
   *[other] { $n } rows cannot be used
}
preview-discard = Throw this file away
encoding-utf-8 = UTF-8
encoding-utf-8-bom = UTF-8 with a byte order mark
encoding-utf-16le = UTF-16
encoding-utf-16be = UTF-16 (big-endian)
encoding-windows-1252 = Windows-1252
separator-comma = commas
separator-semicolon = semicolons
separator-tab = tabs
separator-pipe = upright bars

wrong-title = What is wrong with which rows
wrong-col-what = What
wrong-col-n = Rows
wrong-col-rows = Lines of the file
wrong-kept = Kept all the same.
wrong-left-out = Can't be imported.

wrong-fields = The row has another number of fields than there are columns. Perhaps a separator inside a text is not quoted.
wrong-quotes = A quotation mark is not closed, or text follows a closed one.
wrong-nul-byte = The row holds a zero byte: the file may be damaged.
wrong-control-character = The text holds a character that nobody can see.
wrong-unreadable-letters = Some letters cannot be read: the file may be in another encoding, or damaged.
wrong-too-long = The text is longer than fits there.
wrong-empty-address = There is no address.
wrong-no-street = There is a number but no street.
wrong-position-not-a-number = The position is not a number of degrees, like 60.169.
wrong-position-out-of-range = The position is not on Earth.
wrong-position-swapped = Latitude and longitude seem to have changed places.
wrong-position-zero = The position is 0, 0, which stands for "not known".
wrong-position-half = Of latitude and longitude one is missing.
wrong-duplicate-id = The id belongs to somebody else further up.
wrong-duplicate-row = The same person at the same address stands further up.
wrong-namesake = Somebody of the same name at the same address, with another id. Both are kept.
wrong-no-name = Nobody is named. The address is kept, with nobody listed there.
wrong-language = No language is known by this name. The person is kept without one.

notes-title = Good to know
note-guessed-windows-1252 = The file is not UTF-8. It was read as Windows-1252, which is a guess: does this look right? "{ $what }" If not, save it as "CSV UTF-8".
note-guessed-utf-16 = The file does not say its encoding. It was read as UTF-16.
note-damaged-utf-8 = { $n ->
    [one] The file is UTF-8, but letters in { $n } place are damaged. Rows with such letters are left out.
   *[other] The file is UTF-8, but letters in { $n } places are damaged. Rows with such letters are left out.
}
note-encoded-twice = Some letters look wrong, as in "{ $what }". The file may have been saved in the wrong encoding before it came here.
note-not-kept = Not imported: { $what }. Nobody needs them to talk with people.
note-id-not-kept = { $what } is used to find people listed twice, and not kept.
note-not-used = Not used: { $what }. If one of them matters, say what it means.
note-used-once = { $what } means the same as { $first }; only { $first } is used.
note-no-names = No column has names. Doors are imported with nobody listed.
note-no-positions = No column has positions. Streets are ordered by name instead of by the way between them.
note-blank-rows = Empty rows skipped: { $n }.
note-without-position = Rows without a position: { $n }. They are walked where their street and number put them.

field-voter-id = Id of the voter file
field-full-name = Full name
field-first-name = First name
field-last-name = Last name
field-address = Address
field-street = Street
field-number = House number
field-unit = Flat or unit
field-city = Town
field-postcode = Postcode
field-latitude = Latitude
field-longitude = Longitude
field-language = Language
field-not-kept = Private, not imported
field-not-used = Not used

sample-title = How it is read
sample-caption = The first good rows, as a canvasser will see them
sample-col-name = Name
sample-col-address = Address
sample-col-language = Language
sample-col-position = On the map
mapping-title = Columns
mapping-show = { $n ->
    [one] { $n } column, and what it means
   *[other] { $n } columns, and what each means
}
mapping-what = What each column of your file means. Change what is wrong and look again.
mapping-example = for example: { $text }
mapping-drop-positions = Take rows with a wrong position all the same, without the position
mapping-do = Read it again like this

provenance-title = Where it is from, and what you may do with it
provenance-source = Where did these addresses come from?
provenance-source-hint = For example: "Open register, bought 3 November 2026".
provenance-source-missing = Say where they came from: whoever is asked about this data later must be able to answer.
provenance-purpose = What may they be used for?
provenance-purpose-hint = For example: "Door conversations of this campaign only".
provenance-purpose-missing = Say what they may be used for.
provenance-until = Until when may they be used?
provenance-until-hint = After this day phones hide the lists and delete the people on them.
provenance-until-missing = A last day is needed. Addresses without one would be kept for ever.
provenance-until-past = That day is over already.
provenance-leave-out = { $bad ->
    [one] Leave out { $bad } row that can't be used, and import the { $good } good ones
   *[other] Leave out { $bad } rows that can't be used, and import the { $good } good ones
}
provenance-leave-out-missing = Some rows can't be used. Tick that they may be left out, or mend the file and import it again.
provenance-do = { $n ->
    [one] Import { $n } row
   *[other] Import { $n } rows
}

## Making lists

cut-title = Make walk lists of { $file }
cut-imported = Imported: { $doors } doors, { $people } people. { $left ->
    [0] No row was left out.
    [one] { $left } row was left out.
   *[other] { $left } rows were left out.
}
cut-objected = { $n ->
    [one] { $n } of them asked not to be called on again, earlier, and is marked so.
   *[other] { $n } of them asked not to be called on again, earlier, and are marked so.
}
cut-nothing-left = Every door of this file is on a list already.
cut-how = { $n ->
    [one] How shall { $n } door be parted into lists?
   *[other] How shall { $n } doors be parted into lists?
}
cut-by-street = By street: one list for each
cut-by-doors = By number of doors, in walking order
cut-size = Doors per list
cut-size-hint = Two hours are about 40 to 60 doors. Buildings are not torn apart if it can be helped.
cut-preview = Show me
cut-caption = { $n ->
    [one] { $n } list would be made. Its name can be changed.
   *[other] { $n } lists would be made. Their names can be changed.
}
cut-col-people = People
cut-col-range = From, to
cut-name-of = Name of list { $n }, beginning at { $from }
cut-script = Script for the conversations
cut-trial = Experiment: { $treatment }, compared with { $placebo }
cut-trial-hint = An experiment costs half of your doors: chance gives them the short comparison talk instead. It needs the approval of people who judge research ethics, and everyone who took part must be told afterwards what it was for. It cannot be changed once the lists are made.
cut-no-script = There is no script in use yet. Bring one under Scripts, then come back: nothing is lost.
cut-expires = The lists may be used until
cut-expires-hint = At the latest { $until }, as said at the import.
cut-expires-wrong = A day from today to { $until }.
cut-make = { $n ->
    [one] Make { $n } walk list
   *[other] Make { $n } walk lists
}
cut-name-rest = { $street } and on

## Conversations

conversations-title = Conversations
conversations-none = No conversation has come in yet. They appear here by themselves.
conversations-none-here = No conversation matches. Take a filter away.
conversations-caption = { $n ->
    [one] { $n } conversation
   *[other] { $n } conversations, newest first; those not tied to a time come by week
}
conversations-col-when = When
conversations-col-minutes = Minutes
conversations-col-tied = Tied to a door
conversations-audit = Opening one conversation is noted under "Who read what".
linked = yes
unlinked = not tied
week-name = Week { $week }, { $year }
filter-list = List
filter-week = Week
filter-ending = Ended
filter-band = First number
filter-all-lists = All lists
filter-all-weeks = All weeks
filter-all-endings = Any way
filter-all-bands = Any
filter-do = Show
filter-reset = Show all
band-declined = gave no number
ending-finished = talked to the end
ending-abandoned = left half-way
recorded-live = during the talk
recorded-afterwards = noted afterwards
recorded-paper = from paper
said-between = between { $low } and { $high }
answer-between = Between two numbers
answer-dont-know = Don't know
answer-wouldnt-say = Wouldn't say
answer-not-asked = Not asked
answer-missing = Ended before the question
estimated = canvasser's estimate

conversation-title = A conversation, { $when }
conversation-title-week = A conversation in week { $week }
conversation-unlinked = Not tied to a door, a person, a canvasser or an hour: nobody can find out whose it is, we neither. So it cannot be looked up or deleted by name.
conversation-said = What they said
conversation-difference = What they said made a difference
conversation-concerns = Concerns they raised
conversation-agreed = What was agreed
conversation-about = About it
conversation-door = Door
conversation-visit-not-here = Not here yet: the visit has not come in, or was withdrawn.
conversation-who = Who
conversation-canvasser = Canvasser
conversation-outcome = Outcome
conversation-language = Language
conversation-recorded = Written down
conversation-length = Length
conversation-keep = May we keep what you said with your name?
conversation-back = May we come back?
conversation-who-else = Who else was there
who-else-not-noted = Not noted
who-else-nobody-else = nobody else
who-else-household = someone from the household
who-else-friend-or-neighbour = a friend or neighbour
who-else-child = a child
who-else-someone-else = someone else
who-else-unrecognised = something a newer phone noted
conversation-steps = { $reached } of { $of } steps
conversation-short = The short path: they were in a hurry.
conversation-audit = That you opened this page is noted.
step-not-reached = not reached
wave-first = Before
wave-middle = In between
wave-final = After
who-someone-else = someone who isn't listed
who-did-not-ask = the canvasser didn't ask
commitment-yes = yes
commitment-maybe = maybe
commitment-no = no

## Results

results-title = Results
results-hides-small = For your account, numbers under 5 and means of fewer than 10 are left out, so that nobody can be picked out.
funnel-title = From doors to conversations
funnel-col-step = Step
funnel-col-n = Number
funnel-col-share = Share
funnel-share = { $share } { $of }
funnel-definitions = What each number means
funnel-doors = Doors on the lists
funnel-doors-means = Addresses on all walk lists that are counted here. A flat is a door of its own.
funnel-tried = Tried
funnel-tried-means = Doors where somebody knocked at least once. A "no callers" sign that was respected is not a try.
funnel-answered = Someone answered
funnel-answered-means = Doors where any person answered at least once, listed or not.
funnel-met = Listed people met
funnel-met-means = People on the lists who came to the door themselves, whatever came of it.
funnel-first = Gave a first number
funnel-first-means = Of them, who gave a first number, or "between two numbers".
funnel-both = Gave a number again at the end
funnel-both-means = Of them, who gave a number again at the end.
funnel-others = { $n ->
    [one] And { $n } conversation with a first number with someone who is not listed, or was not asked who they are.
   *[other] And { $n } conversations with a first number with people who are not listed, or were not asked who they are.
}
funnel-of-doors = of the doors
funnel-of-tried = of the tried doors
funnel-of-answered = of the doors where someone answered
funnel-of-met = of those met
funnel-of-first = of those who gave a first number
results-without-placebo = { $n ->
    [one] { $n } door that an experiment gave its comparison talk is not counted here, and nor is what was said there.
   *[other] { $n } doors that an experiment gave its comparison talk are not counted here, and nor is what was said there.
}
trial-title = The two groups of the experiment
trial-what = Chance put each door into one of two groups when the list was made, whole households together. Canvassers see which only after the person has said who they are.
trial-doors = Doors
trial-listed = People listed there
trial-tried = Doors tried
trial-answered = Doors where someone answered
trial-met = Listed people met
trial-delivered = Talks delivered
trial-missing = Met, and no talk delivered
trial-others = Doors that got the other group's talk
trial-minutes = Median length of talks delivered
trial-minutes-median = { $median } min (n = { $n })
trial-minutes-few = too few (n = { $n })
trial-untied = Of the talks delivered, { $n } are tied to no door. They are counted by the script they were held with; whether their door should have had the other one nobody can tell.
trial-delivered-means = A talk is delivered when it was held with its group's own script and the person gave a first number. A phone whose app is too old to know of experiments holds the conversation at every door: such doors are counted as having got the other group's talk.
trial-no-effect = No effect is worked out here. People answer whoever stands at their door politely, and the two groups were asked about different things. What the conversation did is measured later, by a survey of everyone who was met, in both groups alike, by somebody who was not there.
ratings-title = Numbers before and after
ratings-none = No script in use here asks for a number twice.
ratings-chart = How many people gave each number: { $before } before the conversation, { $after } after it. The table has every number.
ratings-caption = How many gave each number
ratings-col-answer = Answer
ratings-numbers = Gave a number (n)
ratings-mean = Mean
too-few-for-mean = under 10
change-nothing-yet = Nobody has given a first number yet.
change-too-few = Too few people for a number that cannot be traced to one of them.
change-statement = { $higher } of { $began } who gave a number first gave a higher number at the end: { $share }.
change-interval = With as many people as these, chance alone leaves room from { $low } to { $high } (95% interval).
change-strip = { $higher } higher, { $same } the same, { $lower } lower, { $unknown } unknown
change-higher = Higher
change-same = The same
change-lower = Lower
change-unknown = No second number
change-unknowns = { $unknown } gave no clear second number. If none of them went higher the share is { $least }, if all of them did, { $most }.
change-ceiling = { $n } of { $began } began at the top already ({ $share }): there is no higher number for them.
change-mean = Of those who gave one number both times, the mean changed by { $mean }.
change-below-top = Of the { $of } others, { $higher } gave a higher one.
change-not-effect = This is what people said at the door. It is not a measure of what the conversation did.
reading-title = How to read this
reading-regression = Who begins low tends to give a higher number the next time, whatever they talked about: the first number was partly chance, and partly politeness. So people who started low seem to warm even when nothing happened.
reading-example = In a well-known trial, a comparison group talked about recycling. Those of them who had started cool on the other topic still gave 9 points more of 100 the next time, and 61% gave a higher number. In the group that had the real conversation it was 18 points and 66%. Over everyone it was 2 points against 9. Only the difference between two such groups, drawn by lot, says what a conversation does.
reading-measured = To find out, ask people again later through somebody who didn't talk with them, and compare with people who by lot were not visited yet.

## Export

export-title = Export
export-care = A file on your computer is out of our hands. Keep it where only those see it who must, and delete it when it has done its work. Every export is noted.
export-conversations = Conversations
export-conversations-n = { $n ->
    [one] { $n } conversation, { $unlinked } of them not tied to a door.
   *[other] { $n } conversations, { $unlinked } of them not tied to a door.
}
export-conversations-what = Numbers before and after, what was said to make a difference, what was agreed. Those that are not tied to a door have no address, no name, no canvasser and no hour.
export-visits = Visits
export-visits-n = { $n ->
    [one] { $n } visit
   *[other] { $n } visits
}
export-visits-what = What came of each try at a door: address, outcome, who was met, when, by whom. Nobody's view is in it.
export-bom = With a byte order mark, so that Excel reads å, ä and ö rightly
export-do = Download CSV
export-formulas = A cell that a spreadsheet would take for a formula begins with an apostrophe in the file.

## Set aside

quarantine-title = Set aside
quarantine-what = What phones handed in and the server could not take. Each is kept whole until you decide; nothing is dropped. Whatever you take in counts like any other record, and the phone hears what you decided.
quarantine-none = Nothing is set aside.
quarantine-caption = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
quarantine-col-what = What
quarantine-col-why = Why, and what to do
quarantine-col-when = When
quarantine-col-do = Decide
quarantine-take = Take it in
quarantine-aside = Put it aside
quarantine-export = Save it as a file
quarantine-why = Why
quarantine-why-twice = It is here already
quarantine-why-trial = It was a trial
quarantine-why-mistake = It is a mistake
quarantine-why-other = Another reason
quarantine-aside-by = Put aside by { $by }: { $why }
quarantine-done-taken = Taken in. The phone hears of it when it next asks.
quarantine-done-aside = Put aside. It stays here, whole, and the phone hears that you have looked at it.
quarantine-done-cannot = It could not be taken in. It stays here.
quarantine-col-id = Record
quarantine-nobody = not tied to anybody
kind-visit = Visit
kind-conversation = Conversation
kind-correction = Correction
kind-safety-note = Warning
kind-do-not-contact = Wish not to be called on
reason-id-reused = Another content is stored under the same name.
reason-id-reused-do = The first one stands. Ask whose phone it is whether it was restored or copied, and tell whoever runs the server.
reason-bad-body = It is not written the way its kind should be.
reason-bad-body-do = Usually an app that was changed by hand, or a fault of ours. Tell whoever runs the server.
reason-out-of-scope = It is about a list this canvasser never held.
reason-out-of-scope-do = If they should have it, take it in. It then counts like any other.
reason-too-large = It is larger than one record may be.
reason-too-large-do = Tell whoever runs the server.
reason-not-the-author = It names another canvasser than the phone's own.
reason-not-the-author-do = Ask whose phone it is. If nobody knows, treat the phone as lost.
reason-token-lost = It came from a phone that was reported lost.
reason-draft = A conversation that was begun and not finished, out of a rescue file. Counted nowhere.
reason-draft-do = If the phone works again, its canvasser finishes it and this goes away by itself, unless the person then agreed to be kept with their name: that talk comes under another number, and nobody can tell that it is this one.
reason-phone-unknown = It came in a rescue file that does not prove which phone it is from.
reason-phone-unknown-do = Ask its canvasser whether they made the file. Nobody's numbers change by it.
reason-token-lost-do = If the phone was found again or was never out of their hands, take in what its canvasser says is theirs.
reason-held = The app that wrote it is newer than this server.
reason-held-do = Update the server. Until then the record is kept here and on the phone.
reason-other = The server could not take it.
reason-other-do = Tell whoever runs the server.

## Who read what

audit-title = Who read what
audit-what = Who signed in, opened a single conversation, or took data out. People at the doors are not named here.
audit-none = Nothing yet.
audit-caption = { $n ->
    [one] { $n } entry
   *[other] { $n } entries, newest first
}
audit-col-when = When (UTC)
audit-col-who = Who
audit-col-what = What
audit-col-subject = Of what
audit-server = the server
audit-signed-in = signed in
audit-sign-in-failed = tried to sign in, in vain
audit-signed-out = signed out
audit-imported = imported addresses
audit-list-made = made a walk list
audit-list-ended = took a walk list back
audit-shared = shared walk lists
audit-share-ended = closed a code
audit-conversation-read = opened a conversation
audit-conversations-exported = exported conversations
audit-visits-exported = exported visits
audit-lead-added = added an account
audit-recovery-kit-made = put a recovery kit in use
audit-rescue-brought-in = brought in a rescue file
audit-campaign-saved = changed the campaign
audit-person-erased = deleted what was held about somebody
audit-wish-lifted = lifted a wish not to be called on
audit-record-taken-in = took in a record that was set aside
audit-record-put-aside = put a record aside
audit-record-exported = took out one record as a file
audit-conversation-settled = settled which telling of a conversation counts
audit-phone-retired = retired a phone
audit-phone-lost = declared a phone lost
audit-phone-taken-back = took a phone back into use
audit-list-taken-back = took a walk list back from somebody

## Campaign

campaign-title = Campaign
campaign-new-title = Set up your campaign
campaign-saved = Saved. Phones get it with their next contact.
campaign-save = Save
campaign-new-do = Set up and go to the desk
campaign-no-kit = There is no recovery kit yet: a phone that can’t send could not hand over its work as a file either.
campaign-kit = Recovery kit { $name } is in use: phones that can’t send hand over their work as sealed files.
campaign-owner-only = Only the campaign's owner may change this.
campaign-who = Who is asking
campaign-name = Name of the campaign
campaign-name-hint = As your team calls it.
campaign-name-missing = Give it a name.
campaign-organisation = Who stands behind it
campaign-organisation-hint = As it is said at the door: "Neighbours for warm homes".
campaign-organisation-missing = People at the door must be told who is asking.
campaign-languages = Languages
campaign-languages-hint = Codes with commas between, the usual one first: en, fi
campaign-languages-wrong = Language codes like en or fi, with commas between.
campaign-law = Under which law you work
campaign-law-hint = It decides whether what somebody says may be kept with their door. Changing it counts for conversations held from then on.
campaign-profile-missing = Choose one.
profile-uk-party = United Kingdom, registered political party
profile-uk-non-party = United Kingdom, any other group
profile-us = United States
profile-other = Elsewhere, or not sure
profile-links = Conversations are kept with the door they were held at.
profile-unlinked = Conversations are kept apart from doors and people, unless the person agrees at the door.
unlinked-cost-title = What keeping them apart costs
unlinked-cost-what = A conversation that is not tied has no door, no person, no canvasser and no hour: only its list and week.
unlinked-cost-continuity = Whoever comes next time cannot see what was said before.
unlinked-cost-erasure = It cannot be shown to the person or deleted by name later: nobody knows which is theirs.
unlinked-cost-household = Two conversations in one household cannot be counted as such, so intervals come out a little too narrow.
unlinked-cost-gain = What it gains: what somebody thinks cannot be found out from our records, by nobody.
campaign-help = Help at the door
campaign-lead-name = Whom canvassers call
campaign-lead-name-hint = A first name is enough.
campaign-lead-name-missing = Canvassers must know whom to call.
campaign-lead-phone = Their phone number
campaign-lead-phone-hint = Dialled from the Help screen. Without one the screen says what to do instead.
campaign-emergency = Emergency number
campaign-emergency-hint = 112 in Europe, 999 in the United Kingdom, 911 in the United States.
campaign-emergency-wrong = Digits only, like 112.
campaign-privacy = Where people read what is kept about them
campaign-privacy-hint = A web address, shown and as a QR code on the privacy card.
campaign-privacy-wrong = A whole web address, beginning with https://
founder-title = You
founder-hint = This makes the first account, the campaign's owner.
founder-code = Setup code
founder-code-hint = The server wrote it to its terminal when it started.
founder-code-wrong = That is not the code in the server's terminal.
founder-name = Your name
founder-name-missing = Your team should see who leads it.
founder-email-wrong = An email address, please.
founder-password-hint = At least 10 characters. A few words in a row are good.
founder-password-short = At least 10 characters.

## Outcomes of a try at a door

disposition-not-home = nobody home
disposition-inaccessible = couldn't reach the door
disposition-no-such-address = no such address
disposition-vacant = empty
disposition-no-callers-sign = sign: no callers
disposition-gatekeeper = someone else answered
disposition-child-only = only a child there
disposition-come-back = come back another time
disposition-other-language = another language
disposition-moved = moved away
disposition-deceased = died
disposition-refused = didn't want to talk
disposition-started = began to talk
disposition-partial = talked, one number
disposition-complete = talked, both numbers
disposition-unsafe = we left for safety
disposition-objected = asked not to be contacted
hazard-dog = Dog
hazard-threat = Threat
hazard-access = Hard to get to
hazard-other = Be careful

nav-scripts = Scripts

scripts-title = Scripts
scripts-what = What conversations are led by. A conversation stays with the version it began with; a new version never changes one that is going on.
scripts-caption = { $n ->
    [one] { $n } version
   *[other] { $n } versions
}
scripts-col-title = Script
scripts-col-version = Version
scripts-col-kind = Kind
scripts-col-languages = Languages
scripts-col-lists = Walk lists
scripts-retired = retired
scripts-bring-title = Bring a script or a new version
scripts-bring-what = A script is a text file (TOML). It is checked before anything is stored; whatever is wrong is listed with its line and what to do about it. To change one, download it, change it, give it the next version number and bring it here.
scripts-file = Script file
scripts-file-hint = If the script names recordings of people who tell their account themselves, choose those files together with it (hold Ctrl or Shift): MP3, or AAC in M4A, up to 640 KB each.
scripts-recordings = The script is sound, but the recordings are not those it names. Nothing was stored.
recording-absent = { $file } is named by the script and was not chosen. Choose it together with the script.
recording-not-named = { $file } is not named by the script. Write it into the account it belongs to (audio.en = "{ $file }"), or leave it out.
recording-too-large = { $file } is larger than { $kb } KB. A minute of speech needs less: save it as mono at 64 kbit/s.
recording-not-as-named = { $file } is not what its name says. Save it as MP3, or as AAC in M4A.
scripts-bring = Check and add
scripts-no-file = No file was chosen. Choose a script file and try again.
scripts-too-large = The file is larger than 10 MB. No script is that long: is it the right file?
scripts-other-words = { $id } version { $version } is here already with other words. Give yours the next version number and bring it again.
scripts-not-sound = { $n ->
    [one] The script was not added: { $n } thing is to be mended.
   *[other] The script was not added: { $n } things are to be mended.
}
scripts-line = Line { $n }:
script-kind-issue = Issue conversation
script-kind-turnout = Getting out the vote
script-kind-electoral = Election
script-kind-listening = Listening survey
script-kind-organising = One-to-one
script-kind-placebo = Comparison conversation
script-kind-unknown = Written for a newer version of this program
script-title = { $title }, version { $version }
script-added = It is sound and stored. No list talks with it yet: choose below.
script-given = { $n ->
    [one] { $n } walk list talks with this version from now on. Phones get it when they are next online; conversations that have begun stay as they are.
   *[other] { $n } walk lists talk with this version from now on. Phones get it when they are next online; conversations that have begun stay as they are.
}
script-is-retired = This version is retired: it is not offered for new lists. Lists that have it keep it, and conversations held with it stay readable.
script-author = Author
script-recordings = Recordings
script-file-id = Name in files
script-versions = Versions
script-this-version = Version { $version } (this one)
script-version = Version { $version }
script-compare = compare with { $version }
script-differences = What is different from version { $version }
script-differences-caption = { $n ->
    [one] { $n } difference
   *[other] { $n } differences
}
script-no-difference = Nothing but the number.
script-col-place = Where
script-col-now = This version
script-not-there = not there
script-lists-title = Walk lists that talk with it
script-lists-none = None.
script-lists-others = Lists with another version of this script
script-list-with = { $name } (version { $version })
script-lists-hint = Phones get it when they are next online. A conversation that has begun goes on with the version it began with.
script-not-here = Under this campaign's legal profile no list may talk with a script of this kind.
script-only-in-trial = No list can have it alone. It is talked at half of the doors of an experiment, which is chosen where walk lists are made of an import.
script-give = Talk with version { $version } from now on
script-steps = { $n ->
    [one] { $n } step
   *[other] { $n } steps
}
script-probes = To go deeper:
script-listen-for = Listen for: { $what }
script-if-stuck = If stuck: { $what }
script-do = Do: { $what }
script-dont = Don’t: { $what }
script-careful = Careful: { $what }
script-tip-new = For whoever is new to it: { $what }
script-tip-practised = For whoever is practised: { $what }
script-example = An example story: { $what }
script-media = To look at together, brought along: { $what }
script-both-sides = shows both sides
script-required = If nothing is noted here, the phone says so at the end. It stops nobody.
script-skills = To check oneself by: { $what }
script-parts = Beside the steps
script-part-paths = Paths
script-part-values = Values, and the same thing in their terms
script-part-close = How to close
script-part-stories = Stories of the team
script-part-concerns = Concerns, with answers
script-part-asks = What people are asked to do
script-part-outcomes = Outcomes
script-part-follow-up = Asking again later
script-part-experiment = In an experiment
script-part-training = Practice and debrief
script-part-changes = What changed
script-skips = Leaves out: { $what }
script-stresses = Matters most: { $what }
script-asks = Is asked for: { $what }
script-for = For: { $what }
script-in-a-hurry = in a hurry
script-not-approved = not approved: no phone shows it
script-made-up = made up
script-named-day = they name a day
script-within-days = { $n ->
    [one] within { $n } day
   *[other] within { $n } days
}
script-size = size { $n } of 5
script-outcome-agrees = As the published table has it.
script-after-days = After { $days } days
script-sample-all = Everybody is asked.
script-sample-random = Some are asked, chosen by chance.
script-neutral-sender = without naming the campaign
script-not-enabled = not enabled
script-seed = Experiment “{ $what }”
script-shared = The same in every arm: { $what }
script-right = Right: { $what }
script-workshop = Story workshop
script-debrief = Debrief
script-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
script-source-title = The file
script-download = Download the file
script-source-show = Show the file
script-retire-title = Retire this version
script-retire-what = A retired version is not offered for new lists. Everything held with it stays readable, and lists that have it keep it until you give them another.
script-retire = Retire
script-back-into-use = Take back into use

audit-script-added = added a script
audit-script-given = gave lists another script version
audit-experiment-set = made walk lists as an experiment
audit-script-retired = retired a script version
audit-script-back-in-use = took a script version back into use
## What has arrived

delivery-title = What has arrived
delivery-what = What each phone said when it was last heard, beside what is here. A phone that died is known by what it held back.
delivery-held = { $n ->
    [one] { $n } record is known to be on a phone and not here.
   *[other] { $n } records are known to be on phones and not here.
}
delivery-drafts = { $n ->
    [one] { $n } conversation is begun and not finished; it counts as not sent.
   *[other] { $n } conversations are begun and not finished; they count as not sent.
}
delivery-caption = Each phone, as it last told us
delivery-col-recorded = Recorded
delivery-col-arrived = Arrived
delivery-col-words = In words
delivery-which = phone { $n }
delivery-retired = ended
delivery-says = This phone says { $recorded }, we have { $arrived }.
delivery-still = { $n ->
    [one] { $n } is still on the phone.
   *[other] { $n } are still on the phone.
}
delivery-begun = { $n ->
    [one] { $n } conversation was begun and not finished: not sent either.
   *[other] { $n } conversations were begun and not finished: not sent either.
}
delivery-too-old = Its app is too old to say what it has in all.
delivery-rescued = { $n ->
    [one] A rescue file of { $when } with { $n } record was brought in.
   *[other] A rescue file of { $when } with { $n } records was brought in.
}
delivery-dead-title = A phone that can't send
delivery-dead = On the phone, Settings and then Rescue file makes one sealed file of everything unsent, with no signal too. It goes to you by message, mail or memory stick; bring it in with the recovery kit.
heard-more = Phone by phone

## Rescue files and the recovery kit

rescue-title = Rescue files
rescue-what = A phone that can't send can hand over what it has as one file. The file is sealed: only your recovery kit opens it. The server keeps no copy of the kit; it is used for this one request.
rescue-bring-in = Bring in a rescue file
rescue-file = Rescue file
rescue-file-hint = Its name begins with doorstep-rescue.
rescue-do = Open and bring in
rescue-twice = Bringing the same file in twice does no harm: nothing is stored or counted again.
rescue-not-taken = Nothing was brought in
rescue-not-a-file = This is not a rescue file.
rescue-not-a-file-do = Its name begins with doorstep-rescue. Ask for it to be sent again, as a file and not as text in a message.
rescue-cut-short = The file ends before anything in it can be read.
rescue-cut-short-do = It was cut off on its way. Ask for it to be sent again; on the phone everything is still there.
rescue-other-kit = This file can't be opened with the kit you gave. It needs { $what }.
rescue-other-kit-do = Old kits stay good for old files: find that one and try again.
rescue-some-other-kit = This file can't be opened with the kit you gave, and it does not say which it needs.
rescue-some-other-kit-do = Try your other kits. A file whose beginning was altered can't be opened by any: ask for it to be sent again.
rescue-other-campaign = This file is from another campaign.
rescue-other-campaign-do = Bring it in at that campaign's desk.
rescue-nothing-sound = The file was altered, and nothing in it is sound.
rescue-nothing-sound-do = Ask for it to be sent again; on the phone everything is still there.
rescue-too-large = This file is larger than any rescue file.
rescue-too-large-do = A rescue file has a few megabytes at most, and its name begins with doorstep-rescue. Is this another file?
rescue-no-file = No file was chosen.
rescue-no-file-do = Choose the rescue file and send the form again.
rescue-no-kit = The recovery kit is missing. The file needs { $what }.
rescue-no-kit-do = Choose the kit's file or paste the line that begins with AGE-SECRET-KEY-1.
rescue-not-a-kit = What you gave is no recovery kit. The file needs { $what }.
rescue-not-a-kit-do = The kit is a line that begins with AGE-SECRET-KEY-1. A letter may be missing or mistyped.
kit-title = Recovery kit
kit-none = There is no recovery kit yet.
kit-none-do = Until there is one, phones that can't send can't make rescue files either. Make one now: it takes a minute.
kit-in-use = Phones seal their files for the kit { $name }.
kit-in-use-now = The kit is in use. Phones learn of it with their next contact.
kit-caption = The campaign's kits
kit-col-kit = Kit
kit-col-made = Made
kit-number = Kit { $n }
kit-tag-in-use = in use
kit-unnamed = a kit it does not name
kit-not-ours = the kit { $name }, which this campaign never had
kit-make = Make the recovery kit
kit-make-anew = Make another kit
kit-anew-what = Another kit is for when this one was lost or seen by the wrong eyes. New files are then sealed for the new one; the old one still opens old files.
kit-owner-only = Only the campaign's owner makes kits.
kit-file = The kit's file
kit-file-hint = Its name begins with doorstep-recovery-kit.
kit-text = Or the kit's line
kit-text-hint = It begins with AGE-SECRET-KEY-1.
kit-new-title = Your recovery kit
kit-new-what = This is shown once and kept nowhere on the server. Whoever has it can read every rescue file; without it nobody can.
kit-named = Kit { $name }
kit-download = Download the kit
kit-keep-two = Keep it in two places: printed in a drawer, and on a memory stick.
kit-keep-apart = Not on this server, and not where rescue files are sent.
kit-keep-lost = If it is lost, make another: only files already made for it stay closed.
kit-give-back = Show that you have it
kit-give-back-what = Choose the file you have just saved, or paste its line. Only then is the kit in use, so that no phone seals anything for a kit nobody kept.
kit-give-back-do = I have it: use this kit
kit-not-given-back = That was no recovery kit
kit-not-given-back-do = Nothing was changed. Choose the kit's file or paste its line; if you have closed the page it was on, make another.
kit-file-words = Doorstep recovery kit { $name } of the campaign “{ $campaign }”
    It opens rescue files: what phones could not send. Whoever has it can read them.
    Keep it printed and on a memory stick, not on the server and not in mail.
    To use it: at the desk, open Rescue files, and choose this file there.
    Public half, which phones have: { $public }
report-title = What was in the rescue file
report-sum = { $new ->
    [one] { $new } was new
   *[other] { $new } were new
}, { $had ->
    [one] { $had } was here already.
   *[other] { $had } were here already.
}
report-aside = { $n ->
    [one] { $n } was set aside for you:
   *[other] { $n } were set aside for you:
}
report-made = Made on the phone { $when }.
report-kit = Opened with the kit { $name }.
report-cut = The file was cut short
report-altered = The file was altered on its way
report-lost = { $bytes } bytes could not be read; whatever is sound was kept.
report-promised = The phone put { $promised } into it, { $found } were found.
report-lost-do = Ask for the file to be sent again and bring it in too: what is here already is not counted twice.
report-fewer = The file holds fewer records than it says it should.
report-caption = By canvasser
report-col-new = New
report-col-had = Here already
report-col-rest = Set aside or unreadable
report-unlinked = Without a name
report-unlinked-what = Conversations kept without a link to door, person or canvasser, from all phones in the file together.
report-unknown = Phone not known
report-unreadable = { $n ->
    [one] { $n } could not be read and was not kept.
   *[other] { $n } could not be read and were not kept.
}
report-another = Bring in another

## Deletion requests

erasures-title = Deletion requests
erasures-what = Whoever asks at the door for their data to be deleted is deleted the moment the phone's word arrives here: name, visits, wishes, linked conversations, whatever was set aside. This page is for people who write to the office instead, and shows what was carried out. Nobody is named in it.
erasures-done = { $n ->
    [0] Done. The name is gone from every list; nothing had been recorded.
    [one] Done. The name and { $n } record are gone.
   *[other] Done. The name and { $n } records are gone.
}
erasures-find-title = Somebody wrote to the office
erasures-find = Name or address
erasures-find-hint = As it stands on the walk list, or a part of it: "Virtanen Annankatu". What you type is not stored and stands in no log.
erasures-find-do = Find them
erasures-limits-title = What cannot be promised
erasures-limit-unlinked = Conversations that are tied to nobody cannot be found by person, so they stay. They name no door, no person and no canvasser.
erasures-limit-phones = A phone deletes it when it next reaches the server. Until then it may still hold it; the list below says whose.
erasures-limit-files = In PostgreSQL's own files, and in backups, traces stay until those are overwritten. A backup that is put back is cleaned again from the ledger of deletions.
erasures-limit-exports = Files exported or printed before are yours to destroy.
erasures-list-title = Carried out
erasures-none = Nobody has asked yet.
erasures-col-when = When
erasures-col-who = Who
erasures-col-how = Asked
erasures-col-records = Records deleted
erasures-col-phones = Phones
erasures-col-do = Delete
erasures-person = one person
erasures-household = everybody at one address
erasures-everybody = Everybody at this address
erasures-at-door = at the door
erasures-at-desk = carried out here by { $lead }
erasures-all-heard = gone from all phones
erasures-may-hold = { $n ->
    [one] { $n } may still hold it:
   *[other] { $n } may still hold it:
}
erasures-found-title = Who is it?
erasures-found-none = Nobody is listed like that. They may be deleted already, or be written differently.
erasures-found-more = There are more than are shown. Type more of the name or the address.
erasures-found-caption = Choose whom to delete. You see once more what goes before it does.
erasures-choose = Choose
erasures-confirm-title = Delete what is held about them
erasures-confirm-person = { $name }, { $address }
erasures-confirm-household = Everybody at { $address }
erasures-confirm-final = This cannot be taken back
erasures-confirm-goes = Their name, the visits and wishes noted with them and the conversations linked to those are deleted here at once, wherever they are listed in this campaign. Counts and results change with them.
erasures-confirm-phones = Phones that hold the list delete it when they next reach the server, conversations of their own with them too.
erasures-confirm-import = Nobody knocks for them again, and a later import leaves them out. For that a hash of name and address is kept that cannot be read back.
erasures-confirm-do = Delete for good
erasures-confirm-not = Leave it
wish-stands = Asked not to be called on again.
wish-lift = They want us to come again
wish-title = Call on them again
wish-theirs = Only if they asked for it themselves
wish-phones = “Never again” is lifted. Phones that hold the list show the door as one to go to, once they reach the server.
wish-later = If they say it again, it stands again.
wish-audit = The log keeps that you did this. Whoever was deleted stays deleted and is not found here.
wish-do = Lift “never again”
wish-lifted-done = Lifted. They may be called on again.

## Phones

phones-title = Phones
phones-what = Whose phones are in use, and which walk lists each canvasser holds. What a phone has not handed in is never thrown away by anything here.
phones-none = Nobody has joined yet.
phones-retire = Retire
phones-retire-what = For whoever leaves in peace. The phone hides its lists at once, hands in what is pending for up to 14 days, and then deletes the people on them.
phones-lose = Declare lost
phones-lose-what = For a phone that may be in other hands. It gets nothing more. What it still hands in is set aside for you to look at, and when it next reaches the server it hands over all it has and wipes itself.
phones-take-list = Take the list back
phones-take-list-what = From one canvasser; everybody else keeps it. Their phone hides it when it next reaches the server, hands in what is pending, and deletes its people. What they note meanwhile is taken and marked.
phones-again = Back in use
phones-caption = Phones of { $name }
phones-col-phone = Phone
phones-col-state = State
phones-col-heard = Last heard
phones-col-waiting = Not handed in
phones-col-do = Change
phones-nth = Phone { $n }
phones-state-active = in use
phones-state-retired = retired
phones-state-lost = lost
phones-days-left = { $n ->
    [0] May hand in no more
    [one] May hand in for { $n } more day
   *[other] May hand in for { $n } more days
}
phones-lists = Holds
phones-no-lists = Holds no walk list.
phones-late = { $n ->
    [one] { $n } noted late
   *[other] { $n } noted late
}
phones-late-what = Noted after the list was taken back or had expired. It was taken all the same; have a look whether it counts for you.
phones-clock = { $n ->
    [one] { $n } with a wrong clock
   *[other] { $n } with a wrong clock
}
phones-clock-what = The phone's clock was more than five minutes off. What was said counts; when it was said is not to be relied on.

## Conversations told twice

conflicts-link = Told twice: where two tellings of one conversation differ
conflicts-title = Conversations told twice
conflicts-what = Two people may write down the same conversation. Where two linked conversations with one person lie within 48 hours and differ, they stand here side by side. You say which one counts. Both are kept, and you may change your mind. Conversations that are tied to nobody cannot be compared.
conflicts-none = No two tellings differ.
conflicts-open = both count
conflicts-open-what = Until you say which one is right, both count in the results.
conflicts-settled = Settled by { $by }, { $ago }.
conflicts-when = When
conflicts-outcome = What came of it
conflicts-words = What made a difference
conflicts-counts = Counts
conflicts-this-counts = This one counts
conflicts-let-count = Let this one count
conflicts-read = Read it in full

## Calls

import-channel = How will these people be reached?
import-channel-door = At their doors. Telephone numbers in the file are left behind.
import-channel-phone = By telephone. Needed then: a name and a number; an address is not.
field-telephone = Telephone number
preview-good-calls = { $good ->
    [one] { $good } good row
   *[other] { $good } good rows
}: { $doors ->
    [one] { $doors } number to call
   *[other] { $doors } numbers to call
}
wrong-no-telephone = No telephone number. Nobody can be called without one.
wrong-telephone = This can't be dialled. Spreadsheets often spoil numbers: export the column as text.
wrong-nobody-to-call = Nobody is named whom one could ask for.
wrong-number-elsewhere = The same number is listed at another address, too. Both are kept; one of them is probably a slip.
provenance-register = I have had these numbers checked against the do-not-call register that applies to us, and those on it are not in this file.
provenance-register-hint = In the UK this is the Telephone Preference Service (TPS); numbers of organisations are in the CTPS. In the US, and elsewhere, ask which rules apply to campaigns like yours. What you confirm here is kept with the lists, with the day.
provenance-register-missing = Call lists are only made of numbers that were checked. Tick it when that is done.
cut-title-calls = Make call lists of { $file }
cut-imported-calls = Imported: { $doors } numbers, { $people } people. { $left ->
    [0] No row was left out.
    [one] { $left } row was left out.
   *[other] { $left } rows were left out.
}
cut-nothing-left-calls = Every number of this file is on a list already.
cut-how-calls = { $n ->
    [one] How shall { $n } number be parted into lists?
   *[other] How shall { $n } numbers be parted into lists?
}
cut-size-calls = Numbers per list
cut-size-hint-calls = An evening's calling is about 50 numbers. They stay in the order of the file.
cut-no-script-calls = No script in use is written for calls. Bring one under Scripts whose channels name "phone", then come back: nothing is lost.
cut-make-calls = { $n ->
    [one] Make { $n } call list
   *[other] Make { $n } call lists
}
cut-name-calls = Calls
lists-col-doors-calls = Numbers
lists-calls = by telephone
list-whom-to-call = Whom to call
list-col-people-calls = Whom to call
list-register = Do-not-call register
list-register-checked = numbers checked, as confirmed at the import on { $day }
filter-all-doors = All walk lists
filter-all-calls = All call lists
results-apart = Doors and calls are counted apart: other people answer, and they answer otherwise.
calls-title = From calls to conversations
calls-doors = Numbers on the lists
calls-doors-means = Telephone numbers on all call lists that are counted here. Who shares one at an address counts once.
calls-tried = Called
calls-tried-means = Numbers that were called at least once, whatever came of it: busy, voicemail and wrong numbers too.
calls-answered = Someone answered
calls-answered-means = Numbers where somebody answered at least once, listed or not. Voicemail is not an answer, and a wrong number isn't either.
calls-met = Listed people reached
calls-met-means = People on the lists who came to the telephone themselves, whatever came of it.
calls-first = Gave a first number
calls-first-means = Of them, who gave a first number, or "between two numbers".
calls-both = Gave a number again at the end
calls-both-means = Of them, who gave a number again at the end.
calls-of-doors = of the numbers
calls-of-tried = of the numbers called
calls-of-answered = of the numbers where someone answered
calls-of-met = of those reached
calls-of-first = of those who gave a first number
calls-became = What became of the calls
call-nobody-answered = nobody answered
call-busy = busy
call-voicemail = voicemail, no message left
call-voicemail-message = voicemail, message left
call-wrong-number = wrong number
call-not-in-service = number not in service
disposition-not-home-calls = not reached
disposition-no-such-address-calls = the number doesn't reach them
disposition-come-back-calls = call back another time
