### Kaikki puhelimessa keskusteluun asti. Selkeitä sanoja sille, joka lukee niitä hämärässä
### vieraan ihmisen ovella. Keskustelun omat sanat ovat tiedostossa talk.ftl.

## Kaikkialla

back = Takaisin
close = Sulje
copy = Kopioi
copied = Kopioitu.
not-copied = Kopiointi ei onnistunut. Kirjoita koodi muistiin.
correct = Muuta
help = Apua
more = Lisää
search = Hae
try-again = Yritä uudelleen
understood = Selvä
undo = Kumoa
undo-what = Kumoa merkintä osoitteessa { $address }
undone = Kumottu.
waiting = Hetki…

saved-on-this-phone = Tallessa tässä puhelimessa
saved-what = { $what }: { $address }
saved-what-doors = { $what }: { $address }, yhteensä { $count } ovea
saved-aloud = Tallessa tässä puhelimessa. { $what }: { $address }.

status-all-sent = Kaikki lähetetty
status-not-sent = { $count } lähettämättä
status-needs-attention = { $count } vaatii huomiota

doors-left = { $left }/{ $doors } ovea jäljellä
doors-none-left = { $doors ->
    [one] { $doors } ovi, valmis
   *[other] { $doors } ovea, kaikki valmiina
}
calls-left = { $left }/{ $numbers } vielä soitettavana
days = { $count ->
    [one] { $count } päivä
   *[other] { $count } päivää
}

weekday = { $number ->
    [1] ma
    [2] ti
    [3] ke
    [4] to
    [5] pe
    [6] la
   *[other] su
}
month = { $number ->
    [1] tammikuuta
    [2] helmikuuta
    [3] maaliskuuta
    [4] huhtikuuta
    [5] toukokuuta
    [6] kesäkuuta
    [7] heinäkuuta
    [8] elokuuta
    [9] syyskuuta
    [10] lokakuuta
    [11] marraskuuta
   *[other] joulukuuta
}
day = { $weekday } { $day }. { $month }
clock = { $hour }.{ $minute }
day-and-time = { $day } klo { $time }

## Liittyminen

join-title = Liity tiimiin
join-lead = Olet saanut tiiminvetäjältä linkin, QR-koodin tai liittymiskoodin.
join-again-lead = Tämä puhelin on mukana kampanjassa ”{ $campaign }”. Jos koodi on samalta tiimiltä, sen listat lisätään ja pysyt samana tiimin jäsenenä.
join-code = Liittymiskoodi
join-code-hint = Kahdeksan kirjainta ja numeroa, esimerkiksi KAPP-7Q2M
join-code-missing = Kirjoita liittymiskoodisi. Saat sen tiiminvetäjältä.
join-name = Miksi tiimi kutsuu sinua
join-name-hint = Etunimi riittää. Sen näkevät tiiminvetäjä ja tiimi.
join = Liity
join-busy = Liitytään…
joined-already-title = Olet jo liittynyt
joined-already = Tämä puhelin on mukana kampanjassa ”{ $campaign }”. Listasi ovat täällä.
joined-already-lists = Tämän linkin listat ovat niiden joukossa.
to-your-lists = Listoihin

install-title = Lisää Doorstep ensin Koti-valikkoon
install-lead = iPhonessa Doorstep pitää kierroslistan tallessa vain, kun se on Koti-valikossa. Siihen menee puoli minuuttia.
install-step-share = Napauta Safarin reunassa Jaa.
install-step-add = Valitse ”Lisää Koti-valikkoon” ja sitten ”Lisää”.
install-step-open = Avaa Doorstep Koti-valikosta.
install-step-code = Kirjoita liittymiskoodi siellä.
install-your-code = Liittymiskoodisi
install-copy-code = Kopioi liittymiskoodi
install-why = Miksi ei tässä?
install-why-words = Safari poistaa sivuston tallentamat tiedot, jos sivulla ei käydä muutamaan päivään, eikä se voi siirtää tähän kirjoitettua Koti-valikon sovellukseen.
install-here-all-the-same = Liity silti Safarissa

getting-ready-title = Valmistaudutaan
getting-ready-words = Pysy verkon alueella, kunnes kaikki on merkitty valmiiksi. Voit sillä välin katsoa listojasi.
ready-title = Valmis ilman verkkoa
ready-welcome = Tervetuloa, { $name }
ready-words = Kaikki tarvittava on tässä puhelimessa. Voit lähteä sinne, missä verkkoa ei ole.
ready-joined = Olet mukana kampanjassa ”{ $campaign }”
ready-no-list-yet = Odotetaan ensimmäistä kierroslistaa
ready-list = { $list }: { $doors ->
    [one] { $doors } ovi
   *[other] kaikki { $doors } ovea
} ja käsikirjoitus
ready-list-calls = { $list }: { $numbers ->
    [one] { $numbers } numero
   *[other] kaikki { $numbers } numeroa
} ja käsikirjoitus
ready-list-coming = { $list }: { $arrived }/{ $doors } saapunut
ready-app = Itse sovellus
ready-app-coming = Itse sovellusta tallennetaan
ready-app-failed = Sovellusta ei saatu tallennettua. Tarkista verkko ja avaa sivu uudelleen.
ready-app-unavailable = Tämä selain ei avaa sovellusta ilman verkkoa. Käytä tiiminvetäjän https-linkkiä tavallisessa ikkunassa.
ready-kept = Selain säilyttää tallennetut tiedot
ready-not-kept = Selain voi poistaa tallennettuja tietoja, jos puhelin täyttyy. Doorstepin lisääminen aloitusnäytölle auttaa.
ready-install = Lisää Doorstep aloitusnäytölle
ready-install-detail = Se avautuu kuin mikä tahansa sovellus, myös ilman verkkoa.

## Listat

home-greeting = Hei, { $name }
home-start = Aloita kierros
home-go-on = Jatka kierrosta
home-call = Ala soittaa
home-look-for-lists = Hae listoja nyt
home-lists = Listasi
home-more = Muuta tässä puhelimessa
home-no-list = Ei vielä listaa. Listat antaa { $lead }; omasi tulee itsestään, kun verkko löytyy.
home-update = Ota uusi versio käyttöön
home-update-detail = Doorstep avautuu uudelleen; kaikki tallennettu säilyy.
home-parked = { $count ->
    [one] Yksi keskustelu on kesken
   *[other] { $count } keskustelua on kesken
}
home-parked-since = Alkoi { $time }. Jatka siitä, mihin jäit.
list-ready = Valmis ilman verkkoa
list-coming = { $arrived }/{ $doors } saapunut. Pysy verkon alueella.
list-until = { $day } asti
list-source = Listan alkuperä: { $source }

streets-all-done = Jokaisella ovella on käyty. Kiitos.
street-odd = { $street }, parittomat
street-even = { $street }, parilliset
street-unnamed = Ei kadunnimeä
street-no-next = Tällä listalla ei ole enää käymättömiä ovia.
calls-no-next = Tällä listalla ei ole enää soitettavia.
building-unnumbered = Ei numeroa

needs-not-tried = ei käyty
needs-try-again = { $last } · yritä uudelleen
needs-earlier-round = ei käyty tällä kierroksella · ennen: { $last }
needs-parked = Täällä on keskustelu kesken
needs-dont-knock = Älä koputa: { $why }
needs-not-called = ei vielä soitettu
needs-dont-call = Älä soita: { $why }

next-address = Seuraava osoite
next-call = Seuraava puhelu
next-elsewhere = Kulman takana, toisella kadulla tai puolella
next-here = seuraava

search-title = Etsi ovi
search-label = Katu ja numero
search-hint = Osa riittää: ”anna 5”.
search-none = Listalla ei ole sellaista osoitetta.
search-found = { $count ->
    [one] { $count } ovi
   *[other] { $count } ovea
}
search-many = Yli { $count } ovea. Kirjoita vähän lisää.

## Ovi

door-someone-answered = Joku avasi
door-who-lives-here = Kuka täällä asuu
door-nobody-listed = Täällä ei ole ketään listalla.
door-last-time = Viimeksi
door-no-last-time = Kukaan ei ole käynyt täällä aiemmin.
door-dont-knock = Älä koputa täällä
door-go-on-talking = Jatka keskustelua
person-gone = { $name } ({ $why })
past-mine = sinä, { $when }
past-colleague = tiimikaveri, { $when }
past-corrected = · korjattu
correct-what = Muuta merkintä ”{ $what }”, { $when }
correction-title = Mikä se oli?
correction-was = Merkitty: { $what }, { $when }.
correction-nothing = Ota takaisin
correction-nothing-detail = Aivan kuin mitään ei olisi merkitty.

call-person = Soita: { $name }
call-again = Soita uudelleen
call-by-hand = Painike avaa puhelimen oman soittonäkymän. Mikään ei soita itsestään.
call-answered = Joku vastasi
call-what-came = Mitä puhelusta tuli?
call-dont = Älä soita tähän numeroon
call-nobody-answered = Kukaan ei vastannut
call-busy = Varattu
call-voicemail = Vastaaja, ei jätetty viestiä
call-voicemail-message = Vastaaja, jätettiin viesti
call-wrong-number = Väärä numero
call-not-in-service = Numero ei ole käytössä
call-leads-nowhere = Numerolla ei tavoita
call-back-later = Kiire nyt, soita uudelleen
call-back-when = Milloin soitetaan uudelleen?

outcome-not-home = Ei ketään kotona
outcome-inaccessible = Ovelle ei päässyt
outcome-no-such-address = Osoitetta ei ole
outcome-vacant = Tyhjä, kukaan ei asu täällä
outcome-no-callers-sign = ”Ei kaupustelijoita” -kyltti
outcome-gatekeeper = Joku muu oli paikalla
outcome-child-only = Vain lapsi kotona
outcome-come-back = Kiire nyt, tule uudelleen
outcome-other-language = Muu kieli
outcome-moved = Muuttanut pois
outcome-deceased = Kuollut
outcome-refused = Ei halunnut puhua
outcome-started = Keskustelu alkoi
outcome-partial = Puhuttiin hetki
outcome-complete = Puhuttiin
outcome-unsafe = Lähdimme turvallisuuden vuoksi
outcome-objected = Pyysi, ettei tulla

hazard-dog = Koira
hazard-threat = Uhkaavaa käytöstä
hazard-access = Portaat, jää tai huono polku
hazard-other = Ole täällä varovainen
warning = { $what } ({ $day })
warning-until = Näkyy { $day } asti
warning-saved = Tallessa tässä puhelimessa. Tiimi näkee varoituksen ennen seuraavaa koputusta.

more-title = Lisää tästä ovesta
more-talk = Keskustelu on jo käyty
more-record-talk = Kirjaa äsken käyty keskustelu
more-record-talk-detail = Yhdellä näytöllä, kun puhelin oli taskussa
more-could-not = Ei voinut käydä
more-whole-building = Sama koko talolle, { $number }
more-whole-building-detail = Jokaiselle ovelle, jolla ei ole merkintää tällä kierroksella
more-inaccessible-detail = Lukittu portti, ovisummeri ei toimi
more-no-callers-detail = Kukaan tiimistä ei koputa täällä
more-warn = Jätä varoitus tiimille
more-warn-hint = Se näkyy katulistalla tämän päivän päiväyksellä ja poistuu itsestään.
more-warn-days = Näytä

who-title = Kuka siellä on?
who-someone-else = Joku muu
who-did-not-ask = En kysynyt
who-start = Aloita keskustelu
who-no-conversation = Ei keskustelua nyt
who-come-back-detail = Kysy, milloin sopii
who-gatekeeper = Joku muu oli paikalla, he eivät
who-child-detail = Lapsilta ei kysytä mitään
who-wish = Heillä on toive
who-wish-detail = Ei tänään, ei enää koskaan tai poistakaa tietoni
come-back-title = Milloin tullaan uudelleen?
come-back-later-today = Myöhemmin tänään
come-back-another-evening = Jonain toisena iltana
come-back-weekend = Viikonloppuna
come-back-any-time = Milloin vain
which-language-title = Mikä kieli?
which-language-unknown = En tiedä
whom-title = Ketä se koskee?
whom-someone-else = Joku, joka ei ole listalla
wish-title = Mitä he toivovat?
wish-not-today = Ei tänään
wish-not-today-detail = Jätämme heidät rauhaan tällä kierroksella.
wish-never-person = Älkää enää käykö tapaamassa: { $name }
wish-never-call = Älkää enää soittako: { $name }
wish-never-person-detail = Muihin täällä voi yhä ottaa yhteyttä.
wish-never-household = Älkää enää käykö tässä osoitteessa
wish-never-number = Älkää enää soittako tähän numeroon
wish-never-household-detail = Kukaan tiimistä ei ota enää yhteyttä tänne.
wish-delete-person = Poistakaa tiedot: { $name }
wish-delete-household = Poistakaa meitä koskevat tiedot
wish-delete-detail = Sanottu poistetaan tästä puhelimesta heti ja lopullisesti. Tiiminvetäjä saa tiedon ja hoitaa loput. Sillä välin kukaan ei ota yhteyttä.
wish-undo = Toiveen voi kumota kymmenen minuutin ajan, ennen kuin jatkat. Poistettu ei palaa.

language-ar = arabia
language-cy = kymri
language-de = saksa
language-en = englanti
language-es = espanja
language-et = viro
language-fi = suomi
language-fr = ranska
language-pl = puola
language-ru = venäjä
language-so = somali
language-sv = ruotsi
language-uk = ukraina
language-ur = urdu
language-zh = kiina

## Apua

help-title = Apua
help-leave-first = Jos jokin tuntuu väärältä, lähde. Mitään kirjaamaasi ei katoa.
help-lead-does-not-know = Tiiminvetäjä EI tiedä vielä.
help-no-signal = Verkkoa ei ole: tämä puhelin ei voi kertoa kenellekään. Soita, jos voit.
help-call-so-they-know = Soita, niin joku tietää.
help-emergency = Hätänumero
help-buddy = Soita parille
help-buddy-none = Soita parille
help-buddy-add = Ei numeroa vielä. Lisää se asetuksissa.
help-lead = Soita: { $name }
help-lead-no-number = { $name } ei ole jättänyt numeroa. Soita parille tai hätänumeroon.
help-unsafe-detail = Kukaan tiimistä ei koputa täällä ennen kuin tiiminvetäjä on katsonut asian.
help-later = Lähde nyt, kirjaa myöhemmin
help-later-detail = Keskustelu jää odottamaan sellaisenaan.

## Lähetetyt ja lähettämättömät

sent-title = Lähetetyt ja lähettämättömät
sent-all = Kaikki on tiimillä.
sent-some = { $count ->
    [one] { $count } ei ole vielä tiimillä. Se on tallessa tässä puhelimessa ja lähtee itsestään.
   *[other] { $count } ei ole vielä tiimillä. Ne ovat tallessa tässä puhelimessa ja lähtevät itsestään.
}
sent-last-heard = Tiimistä kuultu viimeksi: { $when }
sent-clock-off = { $minutes ->
    [one] Puhelimen kello on minuutin väärässä. Mitään ei katoa; aseta kello oikeaan aikaan.
   *[other] Puhelimen kello on { $minutes } minuuttia väärässä. Mitään ei katoa; aseta kello oikeaan aikaan.
}
sent-read-back = Tänne tallennettu oli vioittunut. Luettiin takaisin ja säilyy: lähettämättä { $records }, aloitettuja keskusteluja { $drafts }.
sent-read-back-lost = { $count ->
    [one] Yhtä muuta ei voitu lukea. Kerro tiiminvetäjälle.
   *[other] { $count } muuta ei voitu lukea. Kerro tiiminvetäjälle.
}
sent-attention = Vaatii huomiota
sent-on-this-phone = Tässä puhelimessa
sent-with-your-team = Tiimillä
send-now = Lähetä nyt
delivered-conversation = Keskustelu
delivered-draft = Keskustelu kesken
delivered-correction = Korjaus
delivered-warning = Varoitus
delivered-wish = Toive käynneistä
delivery-no-address = Keskustelu, jonka osoitetta ei säilytetä
delivery-on-this-phone = Tallessa tässä puhelimessa
delivery-with-your-team = Tiimillä
delivery-needs-attention = Vaatii huomiota
delivery-go-on = Jatka sitä
delivery-draft = Aloitettu, kesken. Lasketaan lähettämättömiin; lähtee, kun päätät sen, tai itsestään neljän tunnin kuluttua.
reason-id-reused = Tiimillä on jotain muuta samalla tunnuksella. Tiiminvetäjällä on tästä kopio, ja hän päättää. Sinun ei tarvitse tehdä mitään.
reason-too-large = Se on suurempi kuin palvelin ottaa vastaan. Se pysyy tässä puhelimessa; kerro tiiminvetäjälle.
reason-unreadable = Palvelin ei osannut lukea sitä. Tiiminvetäjällä on kopio; kerro hänelle.
reason-newer = Palvelin on vanhempi kuin tämä sovellus. Se säilyttää kopion päivitykseen asti. Sinun ei tarvitse tehdä mitään.
reason-not-your-list = Lista ei ollut sinun, kun tämä saapui. Tiiminvetäjällä on kopio, ja hän päättää.
reason-aside = Tiiminvetäjä katsoi tämän ja pani sen syrjään: sitä ei lasketa. Sinun ei tarvitse tehdä mitään. Jos se on väärin, kerro hänelle.
reason-aside-trial = Tiiminvetäjä pani tämän syrjään kokeiluna. Sinun ei tarvitse tehdä mitään. Jos käynti oli oikea, kerro hänelle.
reason-aside-twice = Tiimillä on tämä jo, joten tiiminvetäjä pani tämän syrjään. Sinun ei tarvitse tehdä mitään.
reason-other = Tiiminvetäjällä on kopio, ja hän katsoo sen. Se pysyy myös tässä puhelimessa.

sync-working = Lähetetään…
sync-offline = Ei verkkoa. Lähtee itsestään, kun verkko löytyy.
sync-not-our-server = Vastaajana oli jokin muu kuin tiimin palvelin, ehkä langattoman verkon kirjautumissivu. Yritetään itsestään uudelleen.
sync-busy = Palvelin on kiireinen. Yritetään itsestään uudelleen.
sync-retired = Tämän puhelimen aika tiimissä on päättynyt. Tehdyn työn voi vielä lähettää.
sync-lost = Tämä puhelin on ilmoitettu kadonneeksi. Sen tiedot menevät vain tiiminvetäjälle.
sync-app-too-old = Sovellus on vanhempi kuin palvelin haluaa. Työn voi silti lähettää. Sulje sovellus ja avaa se uudelleen verkon alueella.
sync-forked = Toisella puhelimella on sama tunnus kuin tällä. Asiaa selvitetään; mitään ei katoa.

## Asetukset

settings-title = Asetukset
settings-language = Kieli
settings-language-phone = Kuten puhelimessa
settings-language-later = { $language } ei ole vielä tässä puhelimessa. Se tulee itsestään, kun verkko on taas käytössä.
settings-hand = Pidät puhelinta
settings-hand-right = oikeassa kädessä
settings-hand-left = vasemmassa kädessä
settings-buddy-title = Parisi
settings-buddy = Parin puhelinnumero
settings-buddy-hint = Joku tiimistä, joka vastaa. Pysyy tässä puhelimessa; Apua-näyttö soittaa siihen.
settings-about = Tietoja
settings-campaign = Kampanja
settings-organisation = Kuka on takana
settings-you = Sinä
settings-lead = Tiiminvetäjä
settings-stored = Kirjauksesi säilytetään salattuina tässä puhelimessa ja lähetetään vain tiimisi palvelimelle.

## Pelastustiedosto ja lähteminen

rescue-title = Pelastustiedosto
rescue-detail = Lähettämättömät yhtenä sinetöitynä tiedostona tiiminvetäjälle. Toimii ilman verkkoa.
rescue-nothing = Kaikki on tiimillä. Pelastettavaa ei ole.
rescue-holds = { $count ->
    [0] Valmista lähettämätöntä ei ole.
    [one] { $count } kirjaus, jota tiimillä ei vielä ole
   *[other] { $count } kirjausta, joita tiimillä ei vielä ole
}
rescue-drafts = { $count ->
    [one] Sekä { $count } kesken jäänyt keskustelu sellaisena kuin se nyt on.
   *[other] Sekä { $count } kesken jäänyttä keskustelua sellaisina kuin ne nyt ovat.
}
rescue-for = Anna tiedosto henkilölle { $name }: viestinä, sähköpostina tai muistitikulla. Se on sinetöity: vain kampanjan palautusavain { $kit } avaa sen.
rescue-stays = Kaikki pysyy myös tässä puhelimessa ja lähtee itsestään, kun verkko palaa. Mitään ei lasketa kahdesti.
rescue-share = Jaa tiedosto
rescue-save = Tallenna tiedosto
rescue-shared = Jaettu. Tiiminvetäjä tuo sen toimistossa.
rescue-saved = Tiedosto on tämän puhelimen latauksissa. Katso, että se on siellä, ja anna se tiiminvetäjälle.
rescue-saved-at = Tiedosto on tässä: { $place }. Anna se tiiminvetäjälle.
rescue-failed = Tiedostoa ei saatu tallennettua. Kaikki on yhä tässä puhelimessa. Tee tilaa ja yritä uudelleen.
rescue-no-key = { $count ->
    [one] { $count } ei ole vielä tiimillä, eikä sitä voi pelastaa: kampanjalla ei ole palautusavainta.
   *[other] { $count } ei ole vielä tiimillä, eikä niitä voi pelastaa: kampanjalla ei ole palautusavainta.
}
rescue-no-key-do = Pidä puhelin ennallaan äläkä poista sovellusta. Pyydä, että { $name } tekee palautusavaimen toimistossa; kun verkko on käynyt, tiedoston voi tehdä.
rescue-left-out = { $count ->
    [one] { $count } kesken jäänyttä keskustelua tämä sovellusversio ei osaa panna tiedostoon. Se pysyy tässä puhelimessa.
   *[other] { $count } kesken jäänyttä keskustelua tämä sovellusversio ei osaa panna tiedostoon. Ne pysyvät tässä puhelimessa.
}

leave-title = Lähde kampanjasta
leave-words = Poistaa listasi ja kaiken tätä kampanjaa koskevan tästä puhelimesta.
leave = Lähde kampanjasta
leave-sure-title = Lähdetkö?
leave-sure = Listasi kampanjassa ”{ $campaign }” ja kirjauksesi lähtevät tästä puhelimesta. Se, mikä tiimillä on, jää tiimille.
leave-sure-sent = Jos jotain ei ole vielä tiimillä, lähteminen odottaa, kunnes se on lähetetty tai pelastustiedostossa.
leave-do = Lähde ja poista tästä puhelimesta

## Kun jokin on tiellä

taken-over-title = Doorstep on auki toisaalla
taken-over-words = Toinen välilehti jatkaa. Mitään ei katoa: kaikki kirjaamasi on siellä.
taken-over-use-here = Käytä tässä
no-such-place-title = Täällä ei ole mitään
no-such-place = Tämä osoite ei johda Doorstepissä mihinkään. Listasi ovat tallessa.

trouble-title-cannot-store = Tämä selain ei voi säilyttää listaasi
trouble-title-second-tab = Doorstep on auki toisella välilehdellä
trouble-title-disk-full = Puhelin on täynnä
trouble-title-set-aside = Tallennettuja tietoja ei voi avata
trouble-title-update = Doorstep pitää päivittää
trouble-title-not-here = Ei tässä puhelimessa
trouble-title-offline = Ei vastausta
trouble-title-other = Se ei onnistunut

trouble-no-storage = Tässä selaimessa tai sen yksityisessä ikkunassa ei ole paikkaa, jossa kierroslista säilyisi turvassa.
trouble-no-storage-do = Avaa linkki Chromen, Edgen, Firefoxin tai Safarin tavallisessa, ajantasaisessa ikkunassa. Mitään ei ole kadonnut.
trouble-not-secure = Osoite ei ole suojattu (alussa on http, ei https), joten selain ei tallenna mitään.
trouble-not-secure-do = Pyydä tiiminvetäjältä linkki, joka alkaa https.
trouble-second-tab = Vain yksi välilehti kerrallaan saa kirjoittaa, jotta mitään ei katoa.
trouble-second-tab-do = Jatka toisella välilehdellä tai käytä tässä: toinen päästää irti.
trouble-disk-full = Puhelimessa ei ole tilaa, joten viimeinen napautus ei tallentunut. Kaikki sitä ennen on tallessa.
trouble-disk-full-do = Poista kuvia tai sovelluksia ja napauta uudelleen. Älä poista Doorstepiä tai sen sivustotietoja.
trouble-damaged = Tallennetut tiedot olivat vioittuneet. Ne on siirretty sivuun, ei poistettu.
trouble-damaged-do = Mikä voidaan vielä lukea, säilyy ja lähetetään. Yritä uudelleen: ”Lähetetyt ja lähettämättömät” kertoo, kuinka paljon. Jos sovellus pyytää liittymään, käytä koodiasi ja kerro tiiminvetäjälle.
trouble-key-missing = Tallennettujen tietojen avain puuttuu, ehkä sivustotiedot on tyhjennetty. Tiedot on siirretty sivuun.
trouble-key-missing-do = Kerro tiiminvetäjälle. Yritä sitten uudelleen ja liity uudestaan koodillasi.
trouble-newer-schema = Tallennetut tiedot on kirjoittanut tätä uudempi Doorstep.
trouble-newer-schema-do = Sulje sovellus, mene verkon alueelle ja avaa se uudelleen: se päivittyy itse. Mitään ei katoa.
trouble-code-unknown = Sellaista liittymiskoodia ei ole.
trouble-code-unknown-do = Vertaa sitä merkki merkiltä tiiminvetäjän antamaan. Siinä ei ole O-kirjainta eikä numeroa 1.
trouble-code-used-up = Koodia on käytetty niin monta kertaa kuin sai.
trouble-code-used-up-do = Pyydä tiiminvetäjältä uusi.
trouble-code-expired = Koodin aika on päättynyt.
trouble-code-expired-do = Pyydä tiiminvetäjältä uusi.
trouble-slow-down = Liian monta yritystä lyhyessä ajassa.
trouble-slow-down-do = Odota minuutti ja yritä uudelleen.
trouble-bad-name = Kirjoita nimi, enintään 60 merkkiä.
trouble-bad-name-do = Etunimi riittää.
trouble-offline = Tiimin palvelin ei vastaa. Täällä ei ehkä ole verkkoa.
trouble-offline-do = Mene verkon alueelle ja yritä uudelleen. Kirjoittamasi pysyy tässä.
trouble-not-our-server = Vastaajana oli jokin muu kuin tiimin palvelin, ehkä langattoman verkon kirjautumissivu.
trouble-not-our-server-do = Avaa jokin verkkosivu ja kirjaudu langattomaan verkkoon, tai kytke se pois, ja yritä uudelleen.
trouble-server-busy = Tiimin palvelin ei juuri nyt pysty siihen.
trouble-server-busy-do = Odota hetki ja yritä uudelleen. Kirjoittamasi pysyy tässä.
trouble-app-too-old = Sovellus on vanhempi kuin tiimin palvelin haluaa.
trouble-app-too-old-do = Sulje sovellus ja avaa se uudelleen verkon alueella: se päivittyy itse.
trouble-not-here = Tätä ovea, listaa tai keskustelua ei ole tässä puhelimessa, tai ei enää.
trouble-not-here-do = Palaa listoihisi. Kirjaamasi on tallessa.
trouble-not-possible = Se ei ole tässä kohdassa mahdollista.
trouble-not-possible-do = Palaa askel taaksepäin ja yritä uudelleen. Mitään ei katoa.
trouble-not-rescued = { $count ->
    [one] Et voi vielä lähteä: { $count } ei ole tiimillä eikä pelastustiedostossa.
   *[other] Et voi vielä lähteä: { $count } ei ole tiimillä eikä pelastustiedostossa.
}
trouble-not-rescued-do = Lähetä se verkossa, tai tallenna pelastustiedosto (asetuksissa) ja anna se tiiminvetäjälle. Lähde sitten.
trouble-store = Puhelin ei saanut sitä tallennettua tai löydettyä.
trouble-store-do = Yritä uudelleen. Jos se toistuu, sulje sovellus ja avaa se uudelleen: kaikki tähän asti tallennettu on tallessa.

# Practice and stories: their names, and how the web app gets them
practice-title = Harjoittele
stories-title = Omat tarinasi
whole-title = Harjoittelu ja tarinasi
whole-what = Ne ovat sovelluksen isommassa osassa. Se tulee kerran verkon yli (0,7 Mt) ja jää tähän puhelimeen.
whole-get = Hae nyt
whole-coming = Haetaan…
whole-failed = Se ei tullut. Yritä uudelleen, kun verkko toimii; kierrosta varten et tarvitse sitä.
