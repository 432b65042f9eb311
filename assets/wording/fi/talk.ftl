### Keskustelu: mitä kierroksella oleva lukee, kun joku seisoo ovella, ja heti sen jälkeen.
### Ääneen sanottava tulee käsikirjoituksesta, ei täältä.

## Joka vaihe

talk-back = Takaisin
talk-pause = Tauko
talk-next = Seuraava
talk-done = Valmis
talk-long = Yli { $minutes } minuuttia: olisiko aika kiittää?
talk-minutes = { $minutes ->
    [0] juuri alkanut
    [one] { $minutes } minuutti
   *[other] { $minutes } minuuttia
}
talk-place = Vaihe { $number }/{ $of }
talk-other-words = Lisää sanottavaa
talk-listen-for = Kuuntele
talk-deeper = Syvemmälle
talk-concerns = Huolet
talk-return = Takaisin keskusteluun
talk-hints = Näin ja ei näin
talk-do = Tee näin
talk-dont = Älä
talk-careful = Milloin lopettaa
talk-flag-pause = Pidä tauko. Anna aikaa, keskustelu odottaa.
talk-flag-close = Kiitä ja päätä keskustelu.
talk-flag-hang-up = Lopeta puhelu. Kirjaa myöhemmin.
talk-flag-leave = Lähde heti. Kirjaa myöhemmin.
talk-flag-alert-lead = Kerro jälkeenpäin vetäjällesi.
talk-flag-signpost = Älä kysy enempää. Kerro, mistä saa apua.
talk-try-again = Yritä uudelleen

## Syvemmälle

talk-depth-fact = Mitä tapahtui
talk-depth-person = Kenestä on kyse
talk-depth-feeling = Miltä se tuntui
talk-depth-meaning = Mitä se hänelle merkitsee
talk-if-stuck = Jos puhe takkuaa
talk-deeper-none = Tähän vaiheeseen ei ole muuta. Kysy ”Miltä se sinusta tuntui?” ja odota.

## Huolet

talk-concerns-title = Mikä huolettaa?
talk-concern-raised = otettu puheeksi
talk-concern-acknowledge = Kuuntele ensin
talk-concern-ask = Kysy
talk-concern-answer = Lyhyt vastaus
talk-concern-source = Lähde: { $source }
talk-concern-return = Ja takaisin
talk-concern-noted = Merkitty: hän otti tämän puheeksi.
talk-concern-not-raised = Hän ei ottanut puheeksi
talk-concern-raise = Hän otti tämän puheeksi
talk-concern-not-noted = Ei merkitty puheeksi otetuksi.
talk-concern-other = Toinen huoli
talk-concerns-unknown = Jotain muuta? ”En tiedä, otan selvää” on hyvä vastaus.

## Numero

talk-rating-legend = Hänen numeronsa
talk-rating-low = { $number }: { $label }
talk-rating-high = { $number }: { $label }
talk-between = Väliltä…
talk-between-legend = Minkä kahden numeron väliltä?
talk-between-one = { $low } ja …?
talk-between-two = { $low }–{ $high }
talk-dont-know = Ei osaa sanoa
talk-wouldnt-say = Ei halunnut sanoa
talk-not-asked = En kysynyt
talk-rating-none = Ei vielä valittu
talk-chosen = Valittu: { $answer }

## Kuka

talk-who = Kuka hän on?
talk-who-change = Vaihda henkilö
talk-someone-else = Joku muu
talk-did-not-ask = En kysynyt
talk-joined = Joku tuli mukaan
talk-joined-greet = Tervehdi. Sano nimesi ja miksi olet täällä.
talk-joined-listen = Pyydä keskustelukumppania jatkamaan.
talk-joined-number = Molemmat numerot, ennen ja jälkeen, tulevat samalta ihmiseltä.
talk-joined-child = Onko tulija lapsi? Älä kysy häneltä mitään.
talk-joined-rated = Tähänastisen arvion antoi: { $name }. Jos joku toinen jatkaa, päätä tämä keskustelu ja aloita hänen kanssaan uusi, niin kummallakin on omat lukunsa.
talk-joined-who = Kenen kanssa puhut nyt?

## Kertomus ihmiseltä, jota asia koskee

talk-account-read = Lue ääneen tai anna puhelin luettavaksi
talk-account-play = Soita hänen omalla äänellään
talk-account-coming = Äänite ei ole vielä tässä puhelimessa. Lue kertomus ääneen.
talk-account-broken = Tämä puhelin ei pysty soittamaan äänitettä. Lue kertomus ääneen.
talk-account-hand = Anna puhelin luettavaksi
talk-account-other = Toisen ihmisen kertomus
talk-account-back = Anna puhelin takaisin

## Mitä hän sanoi

talk-difference = Millä hän sanoi olleen merkitystä?
talk-difference-words = Hänen sanoillaan
talk-letters-left = { $left ->
    [0] Enempää ei mahdu.
    [one] Tilaa on vielä { $left } kirjaimelle.
   *[other] Tilaa on vielä { $left } kirjaimelle.
}
talk-note = Merkitse, mitä hän sanoi
talk-careful-name = Onko tuo jonkun nimi? ”Siskoni” kertoo saman eikä paljasta ketään.
talk-careful-phone = Onko tuo puhelinnumero? Jätä se pois.
talk-careful-address = Onko tuo osoite? Jätä se pois.
talk-careful-email = Onko tuo sähköpostiosoite? Jätä se pois.

## Pyyntö

talk-yes = Kyllä
talk-maybe = Ehkä
talk-no = Ei

## Suostumus, ovella

talk-come-back = Saammeko tulla uudestaan?
talk-call-again = Saammeko soittaa uudestaan?
talk-keep-name = Saammeko säilyttää sanomasi nimesi kanssa?
talk-keep-name-no = Ilman kyllä-vastausta se säilytetään ilman nimeä ja osoitetta.
talk-privacy = Tietosuojakortti
talk-privacy-aloud = Tietosuoja ääneen luettavaksi
talk-privacy-intro = Mitä { $organisation } säilyttää sinusta ja miten saat sen poistetuksi:
talk-privacy-qr = QR-koodi, joka johtaa osoitteeseen { $url }
talk-privacy-none = Kysy, mitä säilytämme sinusta: { $lead }. Voit pyytää tietojesi poistamista milloin vain.
talk-privacy-rights = Voit heti tässä pyytää, ettemme enää tule tai että poistamme tietosi.
talk-privacy-send = Lähetä tekstiviestillä
talk-privacy-send-hint = Vain jos hän pyytää. Avaa oman viestisovelluksesi; hän näkee numerosi.
talk-asked = Hän pyysi meiltä jotain
talk-asked-hint = Ei tänään · ei enää koskaan · poistakaa tietoni

## Tauko

talk-paused = Tauko
talk-paused-clock = Kello on pysähtynyt.
talk-paused-saved = Kaikki tähän asti on tallessa tässä puhelimessa.
talk-go-on = Jatka
talk-put-away = Laita puhelin pois
talk-put-away-hint = Näkyvissä on vain vaihe isoin kirjaimin, ei nimiä.
talk-park = Jätä kesken ja palaa kadulle
talk-park-call = Jätä kesken ja palaa listaan
talk-park-hint = Keskustelu odottaa tässä vaiheessa.
talk-parked = Jätetty kesken. Se odottaa aloitusnäytöllä.
talk-over = Keskustelu päättyi
talk-over-hint = Hänen piti lähteä. Sanottu säilyy.
talk-hurry = Hänellä on kiire
talk-hurry-hint = Lyhyt polku: vain tärkein.
talk-hurry-on = Lyhyellä polulla
talk-hurry-off-hint = Palaa koko keskusteluun napauttamalla.
talk-skip = Ohita tämä vaihe
talk-skip-hint = Voit palata siihen.
talk-jump = Siirry toiseen vaiheeseen
talk-language = Keskustelun kieli
talk-outline = Vaiheet
talk-step-here = tässä nyt
talk-step-reached = käyty
talk-step-skipped = ohitettu
talk-step-off-path = ei tällä polulla

## Kadulla

talk-saved = Tallessa tässä puhelimessa
talk-not-saved-title = Ei vielä tallessa
talk-linked = Säilytetään tämän osoitteen kanssa.
talk-linked-person = Säilytetään osoitteen ja keskustelukumppanin kanssa.
talk-linked-call = Säilytetään tämän numeron ja keskustelukumppanin kanssa.
talk-unlinked = Säilytetään ilman nimeä ja osoitetta.
talk-unlinked-call = Säilytetään ilman nimeä ja numeroa.
talk-right-person = Oikea henkilö?
talk-change = Vaihda
talk-missing = Merkitsemättä: { $steps }. Jos siitä ei puhuttu, jätä niin.
talk-more = Onko lisättävää? Kaikki on vapaaehtoista.
talk-who-else = Ketä muita oli paikalla?
talk-who-else-nobody = Ei muita
talk-who-else-household = Joku samasta taloudesta
talk-who-else-friend = Ystävä tai naapuri
talk-who-else-child = Lapsi
talk-who-else-someone = Joku muu
talk-erased = Sanottu on poistettu tästä puhelimesta.
talk-to-list = Takaisin listaan
talk-next-none = Takaisin kadulle

## Kirjaa juuri käyty keskustelu

talk-after-title = Kirjaa juuri käyty keskustelu
talk-after-who = Kenen kanssa puhuit?
talk-after-before = Hänen numeronsa alussa
talk-after-after = Hänen numeronsa lopussa
talk-after-before-words = Hänen vastauksensa alussa
talk-after-after-words = Hänen vastauksensa lopussa
talk-after-certainty = Kuinka varmoja numerot ovat?
talk-after-heard = Hän sanoi ne
talk-after-estimated = Oma arvioni
talk-after-agreed = Mitä sovittiin?
talk-after-not-asked = En kysynyt
talk-after-consent = Mihin hän antoi luvan?
talk-after-come-back = Saammeko tulla uudestaan?
talk-after-keep-name = Säilytetäänkö nimen kanssa?
talk-after-source = Mistä tiedot ovat?
talk-after-memory = Muistista
talk-after-paper = Paperilta
talk-after-save = Tallenna
talk-after-time = Aikaa ei kirjata: kukaan ei katsonut kelloa.
