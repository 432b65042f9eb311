### Everything on the phone up to the conversation. Plain words, for someone who reads it at
### dusk with a stranger waiting. The conversation's own words are in talk.ftl.

## Everywhere

back = Back
close = Close
copy = Copy
copied = Copied.
not-copied = Copying didn’t work here. Please write the code down.
correct = Change
help = Help
more = More
search = Search
try-again = Try again
understood = All right
undo = Undo
undo-what = Undo what was noted at { $address }
undone = Undone.
waiting = One moment…

saved-on-this-phone = Saved on this phone
saved-what = { $what }: { $address }
saved-what-doors = { $what }: { $address } and { $count } doors in all
saved-aloud = Saved on this phone. { $what }: { $address }.

status-all-sent = All sent
status-not-sent = { $count } not sent
status-needs-attention = { $count ->
    [one] { $count } needs a look
   *[other] { $count } need a look
}

doors-left = { $left } of { $doors ->
    [one] { $doors } door
   *[other] { $doors } doors
} left
doors-none-left = { $doors ->
    [one] { $doors } door, done
   *[other] { $doors } doors, all done
}
calls-left = { $left } left to call of { $numbers }
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

weekday = { $number ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[other] Sun
}
month = { $number ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sept
    [10] Oct
    [11] Nov
   *[other] Dec
}
day = { $weekday } { $day } { $month }
clock = { $hour }:{ $minute }
day-and-time = { $day }, { $time }

## Joining

join-title = Join your team
join-lead = Your lead has given you a link, a QR code or a join code.
join-again-lead = This phone is with “{ $campaign }”. If the code is from the same team, its lists are added and you stay who you are.
join-code = Join code
join-code-hint = Eight letters and digits, like KAPP-7Q2M
join-code-missing = Please type your join code. Your lead has it.
join-name = What your team calls you
join-name-hint = Your first name is enough. Your lead and your team see it.
join = Join
join-busy = Joining…
joined-already-title = You have joined already
joined-already = This phone is with “{ $campaign }”. Your lists are here.
joined-already-lists = The lists of this link are among them.
to-your-lists = To your lists

install-title = First, put Doorstep on your home screen
install-lead = On an iPhone, Doorstep keeps your walk list safe only when it is on the home screen. It takes half a minute.
install-step-share = Tap Share, at the edge of Safari.
install-step-add = Choose “Add to Home Screen”, then “Add”.
install-step-open = Open Doorstep from your home screen.
install-step-code = Type your join code there.
install-your-code = Your join code
install-copy-code = Copy the join code
install-why = Why not here?
install-why-words = Safari deletes what a website has stored after some days without a visit, and it cannot hand over to the app on the home screen what was entered here.
install-here-all-the-same = Join in Safari all the same

getting-ready-title = Getting ready
getting-ready-words = Stay where there is a signal until everything here is ticked. You can look at your lists meanwhile.
ready-title = Ready with no signal
ready-welcome = Welcome, { $name }
ready-words = Everything you need is on this phone. You can go where there is no network.
ready-joined = You have joined “{ $campaign }”
ready-no-list-yet = Waiting for your first walk list
ready-list = { $list }: { $doors ->
    [one] { $doors } door
   *[other] all { $doors } doors
} and the script
ready-list-calls = { $list }: { $numbers ->
    [one] { $numbers } number
   *[other] all { $numbers } numbers
} and the script
ready-list-coming = { $list }: { $arrived } of { $doors } have come
ready-app = The app itself
ready-app-coming = The app itself is being stored
ready-app-failed = The app could not be stored. Check the signal and open this page again.
ready-app-unavailable = This browser won’t open the app with no signal. Use the https link from your lead, not in a private window.
ready-kept = The browser keeps what is stored
ready-not-kept = The browser may clear what is stored if the phone runs full. Putting Doorstep on the home screen helps.
ready-install = Put Doorstep on the home screen
ready-install-detail = It opens like any other app, also with no signal.

## Lists

home-greeting = Hello, { $name }
home-start = Start round
home-go-on = Go on with the round
home-call = Start calling
home-look-for-lists = Look for lists now
home-lists = Your lists
home-more = More on this phone
home-no-list = No list yet. { $lead } gives out the lists; yours comes by itself as soon as there is a signal.
home-update = Use the new version
home-update-detail = Doorstep opens anew; everything saved stays.
home-parked = { $count ->
    [one] A conversation is parked
   *[other] { $count } conversations are parked
}
home-parked-since = Begun { $time }. Go on where you left it.
list-ready = Ready with no signal
list-coming = { $arrived } of { $doors } have come. Stay where there is a signal.
list-until = until { $day }
list-source = Where this list comes from: { $source }

streets-all-done = Every door has been tried. Thank you.
street-odd = { $street }, odd side
street-even = { $street }, even side
street-unnamed = No street name
street-no-next = No door left to try on this list.
calls-no-next = Nobody left to call on this list.
building-unnumbered = No number

needs-not-tried = not tried
needs-try-again = { $last } · try again
needs-earlier-round = not tried this round · before: { $last }
needs-parked = A conversation is parked here
needs-dont-knock = Don’t knock: { $why }
needs-not-called = not called yet
needs-dont-call = Don’t call: { $why }

next-address = Next address
next-call = Next to call
next-elsewhere = Around the corner, on another street or side
next-here = next

search-title = Find a door
search-label = Street and number
search-hint = A part is enough: “anna 5”.
search-none = No door on this list has that address.
search-found = { $count ->
    [one] { $count } door
   *[other] { $count } doors
}
search-many = More than { $count } doors. Type a little more.

## A door

door-someone-answered = Someone answered
door-who-lives-here = Who lives here
door-nobody-listed = Nobody is listed here.
door-last-time = Last time
door-no-last-time = Nobody has been here before.
door-dont-knock = Please don’t knock here
door-go-on-talking = Go on with the conversation
person-gone = { $name } ({ $why })
past-mine = you, { $when }
past-colleague = a team mate, { $when }
past-corrected = · corrected
correct-what = Change “{ $what }” of { $when }
correction-title = What was it?
correction-was = Noted: { $what }, { $when }.
correction-nothing = Take it back
correction-nothing-detail = As if nothing had been noted here.

call-person = Call { $name }
call-again = Call again
call-by-hand = The button opens this phone’s own dialler. Nothing dials by itself.
call-answered = Someone answered
call-what-came = What came of the call?
call-dont = Please don’t call this number
call-nobody-answered = Nobody answered
call-busy = Busy
call-voicemail = Voicemail, no message left
call-voicemail-message = Voicemail, message left
call-wrong-number = Wrong number
call-not-in-service = Number not in service
call-leads-nowhere = The number doesn’t reach them
call-back-later = Busy now, call back
call-back-when = When shall we call back?

outcome-not-home = Nobody home
outcome-inaccessible = Couldn’t reach the door
outcome-no-such-address = No such address
outcome-vacant = Empty, nobody lives here
outcome-no-callers-sign = “No callers” sign
outcome-gatekeeper = Someone else answered
outcome-child-only = Only a child here
outcome-come-back = Busy now, come back
outcome-other-language = Other language
outcome-moved = Moved away
outcome-deceased = Has died
outcome-refused = Didn’t want to talk
outcome-started = Began to talk
outcome-partial = Talked for a while
outcome-complete = Talked
outcome-unsafe = We left for safety
outcome-objected = Asked us not to call

hazard-dog = Dog
hazard-threat = Threatening behaviour
hazard-access = Steps, ice or a bad path
hazard-other = Take care here
warning = { $what } ({ $day })
warning-until = Shown until { $day }
warning-saved = Saved on this phone. Your team sees the warning before the next knock.

more-title = More for this door
more-talk = You have talked already
more-record-talk = Record a talk I just had
more-record-talk-detail = On one screen, with the phone in your pocket before
more-could-not = It couldn’t be tried
more-whole-building = The same for the whole building, { $number }
more-whole-building-detail = For every door here that has nothing noted this round
more-inaccessible-detail = A locked gate, a buzzer that doesn’t work
more-no-callers-detail = Nobody from the team will knock here
more-warn = Leave a warning for the team
more-warn-hint = It shows on the street list, with today’s date, and goes away by itself.
more-warn-days = Show it for

who-title = Who is it?
who-someone-else = Someone else
who-did-not-ask = Didn’t ask
who-start = Start conversation
who-no-conversation = No conversation now
who-come-back-detail = Ask when suits them
who-gatekeeper = Someone else answered, they weren’t in
who-child-detail = Nothing is asked of children
who-wish = They have a wish
who-wish-detail = Not today, never call again, or delete my data
come-back-title = When shall we come back?
come-back-later-today = Later today
come-back-another-evening = Another evening
come-back-weekend = At the weekend
come-back-any-time = Any time
which-language-title = Which language?
which-language-unknown = I don’t know
whom-title = Who is it about?
whom-someone-else = Someone not on the list
wish-title = What do they wish?
wish-not-today = Not today
wish-not-today-detail = We leave them be for this round.
wish-never-person = Don’t call on { $name } again
wish-never-call = Don’t call { $name } again
wish-never-person-detail = The others here may still be called on.
wish-never-household = Don’t call at this address again
wish-never-number = Don’t call this number again
wish-never-household-detail = Nobody from the team will call here.
wish-delete-person = Delete what you hold about { $name }
wish-delete-household = Delete what you hold about us
wish-delete-detail = What they said is deleted from this phone at once, for good. Your lead is told and sees to the rest. Nobody will call here meanwhile.
wish-undo = You can undo a wish for ten minutes, before you go on. What was deleted does not come back.

language-ar = Arabic
language-cy = Welsh
language-de = German
language-en = English
language-es = Spanish
language-et = Estonian
language-fi = Finnish
language-fr = French
language-pl = Polish
language-ru = Russian
language-so = Somali
language-sv = Swedish
language-uk = Ukrainian
language-ur = Urdu
language-zh = Chinese

## Help

help-title = Help
help-leave-first = If it doesn’t feel right, leave. Nothing you have entered is lost.
help-lead-does-not-know = Your lead does NOT know yet.
help-no-signal = There is no signal: this phone can tell nobody. Call if you can.
help-call-so-they-know = Call, so that somebody knows.
help-emergency = Emergency
help-buddy = Call my buddy
help-buddy-none = Call my buddy
help-buddy-add = No number yet. Add it in Settings.
help-lead = Call { $name }
help-lead-no-number = { $name } has left no number here. Call your buddy, or the emergency number.
help-unsafe-detail = Nobody from the team will knock here until your lead has looked at it.
help-later = Leave now, note it later
help-later-detail = A conversation is parked as it is.

## Sent and not sent

sent-title = Sent and not sent
sent-all = Everything is with your team.
sent-some = { $count ->
    [one] { $count } is not yet with your team. It is safe on this phone and goes by itself.
   *[other] { $count } are not yet with your team. They are safe on this phone and go by themselves.
}
sent-last-heard = Last heard from your team: { $when }
sent-clock-off = { $minutes ->
    [one] This phone’s clock is a minute off. Nothing is lost by it; please set it.
   *[other] This phone’s clock is { $minutes } minutes off. Nothing is lost by it; please set it.
}
sent-read-back = What was stored here was damaged. Read back and kept: { $records } not sent, { $drafts } begun talks.
sent-read-back-lost = { $count ->
    [one] One more could not be read. Tell your lead.
   *[other] { $count } more could not be read. Tell your lead.
}
sent-attention = Needs a look
sent-on-this-phone = On this phone
sent-with-your-team = With your team
send-now = Send now
delivered-conversation = Conversation
delivered-draft = Conversation, not finished
delivered-correction = Correction
delivered-warning = Warning
delivered-wish = A wish about calling
delivery-no-address = A conversation kept without its address
delivery-on-this-phone = Saved on this phone
delivery-with-your-team = With your team
delivery-needs-attention = Needs a look
delivery-go-on = Go on with it
delivery-draft = Begun, not finished. Counts as not sent; it goes once you finish it, or by itself after four hours.
reason-id-reused = Your team has something else under the same number. Your lead has a copy of this and decides. Nothing to do for you.
reason-too-large = It is larger than the server takes. It stays on this phone; please tell your lead.
reason-unreadable = The server could not read it. Your lead has a copy; please tell them.
reason-newer = The server is older than this app. It keeps a copy until it is updated. Nothing to do for you.
reason-not-your-list = The list was not yours when this came. Your lead has a copy and decides.
reason-aside = Your lead looked at it and put it aside: it doesn't count. Nothing to do for you. If that is wrong, tell them.
reason-aside-trial = Your lead put it aside as a trial. Nothing to do for you. If it was a real visit, tell them.
reason-aside-twice = Your team has it already, so your lead put this one aside. Nothing to do for you.
reason-other = Your lead has a copy and looks at it. It stays on this phone too.

sync-working = Sending…
sync-offline = No signal. It goes by itself when there is one.
sync-not-our-server = Something else than your team’s server answered, perhaps a Wi-Fi sign-in page. It tries again by itself.
sync-busy = The server is busy. It tries again by itself.
sync-retired = This phone’s time with the team has ended. What you have done can still be sent.
sync-lost = This phone was reported lost. What is on it goes to your lead only.
sync-app-too-old = This app is older than the server wants. Your work can still be sent. Close the app and open it again with a signal.
sync-forked = Another phone has the same number as this one. It is being sorted out; nothing is lost.

## Settings

settings-title = Settings
settings-language = Language
settings-language-phone = As the phone
settings-language-later = { $language } is not on this phone yet. It comes by itself as soon as there is a network.
settings-hand = You hold the phone in
settings-hand-right = your right hand
settings-hand-left = your left hand
settings-buddy-title = Your buddy
settings-buddy = Your buddy’s phone number
settings-buddy-hint = Someone on your team who picks up. Stays on this phone; Help calls it.
settings-about = About
settings-campaign = Campaign
settings-organisation = Who is behind it
settings-you = You
settings-lead = Your lead
settings-stored = What you enter is stored encrypted on this phone and sent to your team’s server only.

## The rescue file, and leaving

rescue-title = Rescue file
rescue-detail = What is not sent yet, as one sealed file to give to your lead. Works with no signal.
rescue-nothing = Everything is with your team. There is nothing to rescue.
rescue-holds = { $count ->
    [0] Nothing finished is unsent.
    [one] { $count } record that is not with your team yet
   *[other] { $count } records that are not with your team yet
}
rescue-drafts = { $count ->
    [one] And { $count } conversation that was begun and not finished, as it stands now.
   *[other] And { $count } conversations that were begun and not finished, as they stand now.
}
rescue-for = Give the file to { $name }, by message, mail or memory stick. It is sealed: only the campaign’s recovery kit { $kit } opens it.
rescue-stays = Everything stays on this phone too, and still goes by itself when there is a signal. Nothing is counted twice.
rescue-share = Share the file
rescue-save = Save the file
rescue-shared = Shared. Your lead brings it in at the desk.
rescue-saved = The file is with this phone’s downloads. Look that it is there, then give it to your lead.
rescue-saved-at = The file is here: { $place }. Give it to your lead.
rescue-failed = The file could not be saved. Everything is still on this phone. Make some room and try again.
rescue-no-key = { $count ->
    [one] { $count } is not with your team yet, and it can’t be rescued: this campaign has no recovery kit.
   *[other] { $count } are not with your team yet, and they can’t be rescued: this campaign has no recovery kit.
}
rescue-no-key-do = Keep this phone as it is and don’t delete the app. Ask { $name } to make a recovery kit at the desk; after the next signal the file can be made.
rescue-left-out = { $count ->
    [one] { $count } begun conversation can’t be put into the file by this version of the app. It stays on this phone.
   *[other] { $count } begun conversations can’t be put into the file by this version of the app. They stay on this phone.
}

leave-title = Leave the campaign
leave-words = Takes your lists and everything about this campaign off this phone.
leave = Leave the campaign
leave-sure-title = Leave for good?
leave-sure = Your lists in “{ $campaign }”, and what you recorded, go from this phone. What your team has stays with your team.
leave-sure-sent = If something is not with your team yet, this is refused until it is sent or in a rescue file.
leave-do = Leave and delete from this phone

## When something is in the way

taken-over-title = Doorstep is open somewhere else
taken-over-words = Another tab has taken over. Nothing is lost: everything you entered is there.
taken-over-use-here = Use it here
no-such-place-title = There is nothing here
no-such-place = This address leads nowhere in Doorstep. Your lists are where they were.

trouble-title-cannot-store = This browser can’t keep your list
trouble-title-second-tab = Doorstep is open in another tab
trouble-title-disk-full = The phone is full
trouble-title-set-aside = What was stored can’t be opened
trouble-title-update = Doorstep needs an update
trouble-title-not-here = Not on this phone
trouble-title-offline = No answer
trouble-title-other = That didn’t work

trouble-no-storage = This browser, or its private window, has no place where a walk list could be kept safely.
trouble-no-storage-do = Open the link in an ordinary window of Chrome, Edge, Firefox or Safari, up to date. Nothing has been lost.
trouble-not-secure = This address is not secure (it begins with http, not https), so the browser stores nothing.
trouble-not-secure-do = Ask your lead for the link that begins with https.
trouble-second-tab = Only one tab at a time may write, so that nothing gets lost.
trouble-second-tab-do = Go on in the other tab, or use it here: the other one lets go.
trouble-disk-full = This phone has no space left, so the last thing you tapped was not saved. Everything before it is.
trouble-disk-full-do = Delete some pictures or apps, then tap again. Don’t delete Doorstep or its site data.
trouble-damaged = The stored data was damaged. It has been set aside, not deleted.
trouble-damaged-do = What can still be read is kept and will be sent. Try again: “Sent and not sent” says how much. If the app asks you to join, use your code, and tell your lead.
trouble-key-missing = The key to the stored data is gone, perhaps because site data was cleared. The data has been set aside.
trouble-key-missing-do = Tell your lead. Then try again and join anew with your code.
trouble-newer-schema = What is stored here was written by a newer Doorstep than this one.
trouble-newer-schema-do = Close the app, get a signal and open it again: it updates itself. Nothing is lost.
trouble-code-unknown = There is no such join code.
trouble-code-unknown-do = Compare it letter by letter with what your lead gave you. There is no letter O and no digit 1 in it.
trouble-code-used-up = This code has been used as often as it may be.
trouble-code-used-up-do = Ask your lead for a new one.
trouble-code-expired = This code’s time is over.
trouble-code-expired-do = Ask your lead for a new one.
trouble-slow-down = Too many tries in a short time.
trouble-slow-down-do = Wait a minute, then try again.
trouble-bad-name = Please give a name, up to 60 letters.
trouble-bad-name-do = Your first name is enough.
trouble-offline = Your team’s server doesn’t answer. There may be no signal here.
trouble-offline-do = Go where there is a signal and try again. What you typed stays here.
trouble-not-our-server = Something else than your team’s server answered, perhaps the sign-in page of a Wi-Fi.
trouble-not-our-server-do = Open any web page to sign in to the Wi-Fi, or switch Wi-Fi off, then try again.
trouble-server-busy = Your team’s server can’t do it just now.
trouble-server-busy-do = Wait a moment, then try again. What you typed stays here.
trouble-app-too-old = This app is older than your team’s server wants.
trouble-app-too-old-do = Close the app and open it again with a signal: it updates itself.
trouble-not-here = This door, list or conversation is not on this phone, or not any more.
trouble-not-here-do = Go back to your lists. What you have recorded is kept.
trouble-not-possible = That is not possible at this point.
trouble-not-possible-do = Go back one step and try again. Nothing is lost.
trouble-not-rescued = { $count ->
    [one] You can’t leave yet: { $count } is neither with your team nor in a rescue file.
   *[other] You can’t leave yet: { $count } are neither with your team nor in a rescue file.
}
trouble-not-rescued-do = Send it where there is a signal, or save a rescue file (in Settings) and give it to your lead. Then leave.
trouble-store = The phone could not save or find it.
trouble-store-do = Try again. If it happens again, close the app and open it anew: everything saved so far is there.

# Practice and stories: their names, and how the web app gets them
practice-title = Practice
stories-title = Your stories
whole-title = Practice and your stories
whole-what = They are in a larger part of the app. It comes once, over a network (0.7 MB), and then stays on this phone.
whole-get = Get it now
whole-coming = Coming…
whole-failed = It did not come. Try again where there is a network; for a round you don’t need it.
