### The conversation: what the canvasser reads while somebody stands in the doorway,
### and just after. What is said aloud comes from the script, not from here.

## Every step

talk-back = Back
talk-pause = Pause
talk-next = Next
talk-done = Done
talk-long = Over { $minutes } minutes: is it time to thank them?
talk-minutes = { $minutes ->
    [0] just begun
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
talk-place = Step { $number } of { $of }
talk-other-words = More to say
talk-listen-for = Listen for
talk-deeper = Deeper
talk-concerns = Concerns
talk-return = Back to the conversation
talk-hints = Do and don’t
talk-do = Do
talk-dont = Don’t
talk-careful = When to stop
talk-flag-pause = Pause. Give it time; the talk can wait.
talk-flag-close = Thank them and end the talk.
talk-flag-hang-up = Hang up. Record it later.
talk-flag-leave = Leave now. Record it later.
talk-flag-alert-lead = Tell your team lead afterwards.
talk-flag-signpost = Stop asking. Tell them where help is.
talk-try-again = Try again

## Deeper

talk-depth-fact = What happened
talk-depth-person = Who it was
talk-depth-feeling = How it felt
talk-depth-meaning = What it means to them
talk-if-stuck = If they are stuck
talk-deeper-none = Nothing more for this step. Ask “How was that for you?” and wait.

## Concerns

talk-concerns-title = What is the concern?
talk-concern-raised = they raised it
talk-concern-acknowledge = First, hear it
talk-concern-ask = Ask back
talk-concern-answer = Short answer
talk-concern-source = Source: { $source }
talk-concern-return = And back
talk-concern-noted = Noted that they raised this.
talk-concern-not-raised = They didn’t raise it
talk-concern-raise = They raised it
talk-concern-not-noted = Not noted as raised.
talk-concern-other = Another concern
talk-concerns-unknown = Something else? “I don’t know, I’ll ask” is a good answer.

## Rating

talk-rating-legend = Their number
talk-rating-low = { $number }: { $label }
talk-rating-high = { $number }: { $label }
talk-between = Between…
talk-between-legend = Between which two numbers?
talk-between-one = { $low } and …?
talk-between-two = { $low } to { $high }
talk-dont-know = Don’t know
talk-wouldnt-say = Wouldn’t say
talk-not-asked = Didn’t ask
talk-rating-none = Not chosen yet
talk-chosen = Chosen: { $answer }

## Who

talk-who = Who is it?
talk-who-change = Change who it is
talk-someone-else = Someone else
talk-did-not-ask = Didn’t ask
talk-joined = Someone joined
talk-joined-greet = Greet them. Say your name and why you are here.
talk-joined-listen = Ask the person you were talking with to go on.
talk-joined-number = Both numbers must come from one person, before and after.
talk-joined-child = Is it a child? Ask them nothing.
talk-joined-rated = The rating so far is by: { $name }. If somebody else goes on, end this talk and begin one with them, so that each has their own numbers.
talk-joined-who = Who are you talking with now?

## An affected person’s account

talk-account-read = Read it out, or hand over the phone
talk-account-play = Play it in their voice
talk-account-coming = The recording is not on this phone yet. Read the account out.
talk-account-broken = This phone can’t play the recording. Read the account out.
talk-account-hand = Hand over the phone
talk-account-other = Another person’s account
talk-account-back = Give the phone back

## What they said

talk-difference = What did they say made a difference?
talk-difference-words = In their words
talk-letters-left = { $left ->
    [0] No room for more letters.
    [one] Room for { $left } more letter.
   *[other] Room for { $left } more letters.
}
talk-note = Note what they said
talk-careful-name = Is that somebody’s name? “My sister” says as much and tells on nobody.
talk-careful-phone = Is that a telephone number? Please leave it out.
talk-careful-address = Is that an address? Please leave it out.
talk-careful-email = Is that an e-mail address? Please leave it out.

## The ask

talk-yes = Yes
talk-maybe = Maybe
talk-no = No

## Consent, at the door

talk-come-back = May we come back?
talk-call-again = May we call again?
talk-keep-name = May we keep what you said with your name?
talk-keep-name-no = Without a yes it is kept without name or address.
talk-privacy = Privacy card
talk-privacy-aloud = Privacy, to read aloud
talk-privacy-intro = What { $organisation } keeps about you, and how to have it removed:
talk-privacy-qr = QR code that leads to { $url }
talk-privacy-none = Ask { $lead } what we keep about you. You can have it removed at any time.
talk-privacy-rights = You can ask us not to call again, or to delete your data, here and now.
talk-privacy-send = Send it by text message
talk-privacy-send-hint = Only if they ask. Opens your own messages app; they will see your number.
talk-asked = They asked us something
talk-asked-hint = Not today · never again · delete my data

## Pause

talk-paused = Paused
talk-paused-clock = The clock has stopped.
talk-paused-saved = Everything so far is saved on this phone.
talk-go-on = Go on
talk-put-away = Put the phone away
talk-put-away-hint = Shows only where you are, very large, and no names.
talk-park = Park it and go to the street
talk-park-call = Park it and go to the list
talk-park-hint = It waits here, at this step.
talk-parked = Parked. It waits on the first screen.
talk-over = The talk is over
talk-over-hint = They had to go. What was said is kept.
talk-hurry = They’re in a hurry
talk-hurry-hint = The short path: only what matters most.
talk-hurry-on = On the short path
talk-hurry-off-hint = Tap to take the full conversation again.
talk-skip = Skip this step
talk-skip-hint = You can come back to it.
talk-jump = Jump to a step
talk-language = Language of the conversation
talk-outline = The steps
talk-step-here = here now
talk-step-reached = reached
talk-step-skipped = skipped
talk-step-off-path = not on this path

## On the pavement

talk-saved = Saved on this phone
talk-not-saved-title = Not saved yet
talk-linked = Kept with this address.
talk-linked-person = Kept with the address and the person you talked with.
talk-linked-call = Kept with this number and whom you talked with.
talk-unlinked = Kept without name or address.
talk-unlinked-call = Kept without name or number.
talk-right-person = Right person?
talk-change = Change
talk-missing = Not noted: { $steps }. If it wasn’t said, leave it so.
talk-more = Anything to add? All of it is optional.
talk-who-else = Who else was there?
talk-who-else-nobody = Nobody else
talk-who-else-household = Someone from the household
talk-who-else-friend = A friend or neighbour
talk-who-else-child = A child
talk-who-else-someone = Someone else
talk-erased = What was said is deleted from this phone.
talk-to-list = Back to the list
talk-next-none = Back to the street

## Record a talk I just had

talk-after-title = Record a talk I just had
talk-after-who = Who did you talk with?
talk-after-before = Their number at the beginning
talk-after-after = Their number at the end
talk-after-before-words = Their answer at the beginning
talk-after-after-words = Their answer at the end
talk-after-certainty = How sure are the numbers?
talk-after-heard = They said them
talk-after-estimated = My estimate
talk-after-agreed = What was agreed?
talk-after-not-asked = Didn’t ask
talk-after-consent = What did they allow?
talk-after-come-back = May we come back?
talk-after-keep-name = Keep it with their name?
talk-after-source = Where do you have it from?
talk-after-memory = From memory
talk-after-paper = From paper
talk-after-save = Save
talk-after-time = No time is recorded: nobody looked at the clock.
