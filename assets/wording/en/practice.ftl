### Practice and the story workshop. Read at a kitchen table, calmly; only the badge is read
### while somebody speaks.

## Practice

practice-badge = Practice: not kept
practice-lead = A whole conversation with an invented household. Nothing is recorded, counted or sent. Close the app, and it is gone.
practice-script = Which script?
practice-shows = What should the screen show?
practice-full = Everything there is
practice-glance = As at the door
practice-show-full = Show everything
practice-show-glance = Show it as at the door
practice-where = Where does it take place?
practice-door = At the door
practice-phone = On the telephone
practice-stall = At a stall
practice-part = Who plays the neighbour?
practice-part-none = Nobody: I go through it alone
practice-card = Hand over the card
practice-card-detail = Your partner’s part, to read alone or aloud
practice-you-are = You play the neighbour
practice-start = You begin at: { $answer }
practice-they-say = What you may say
practice-goals = What they are practising
practice-be-kind = Make it neither easy nor hard. When you feel heard, give a little more.
practice-begin = Begin
practice-nothing = No script is on this phone yet. It comes with your first list.
practice-street = Practice Street
practice-one = Robin Sample
practice-other = Kim Sample
practice-seconds = About { $seconds } seconds.
practice-story = Prepare your own story
practice-story-detail = This ends the practice
practice-stop = Stop practising
practice-held = The talk is over
practice-at-a-door = Only practice. At a real door:
practice-look-back = Look back
practice-after = Looking back
practice-after-lead = Ask your partner first: what did they notice? Then for yourself. Nothing of it is kept.
practice-again = Again
practice-done = Done

practice-tips-new = When it’s new to you
practice-tips-practised = When you’ve done it a while
practice-examples = Stories from the team
practice-examples-hint = To see how it’s done. Tell your own: somebody else’s is never yours.

## Your stories

stories-lead = One person, one moment, one feeling, one line to why you came. It takes about a minute, and it makes it safe for them to tell theirs.
stories-none = None of your scripts has a place for your own story.
stories-new = Write a story
story-title = Your story
story-unwritten = Not written yet
story-chosen = You see this one at the door
story-kept = Kept for another time
story-stays = Stays on this phone. It is never sent, and it is not in rescue files. It goes when you leave the campaign.
story-person = One person
story-person-hint = Who are they to you? “My aunt”, never a name.
story-moment = One moment
story-moment-hint = Where were you, what could one see? A scene stays with people, a summary doesn’t.
story-feeling = One feeling
story-feeling-hint = One word for what you felt. You will say it aloud.
story-link = One line to why you came
story-link-hint = From that moment to today’s question, without figures.
story-choose = See this one at the door
story-delete = Delete this story
story-deleted = The story is deleted
story-deleted-hint = While this screen is open you can have it back.
story-tell = Tell it aloud
story-telling = Look up, and tell it
story-told = That was it
story-aim = { $from } to { $to } seconds is a good length
story-last = Last time { $time }
story-right = That was a good length.
story-short = That was rather short. Stay longer in the moment: what could one see?
story-long = That was rather long. One scene is enough.
