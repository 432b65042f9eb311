# Työpöydän sanat, suomi. Arkikieltä; ei sanaa, jota häpeäisimme, kun joku pyytää
# nähdä, mitä hänestä on kirjattu. "Antoi suuremman luvun", eikä sen enempää.

product = Doorstep
skip = Siirry sivun sisältöön
foot = Doorstep. Se, mitä ihmiset ovillaan sanovat, jää tälle kampanjalle.
language = Kieli
yes = kyllä
no = ei
before = Ennen
after = Jälkeen
few = alle 5
doors = { $n ->
    [one] { $n } ovi
   *[other] { $n } ovea
}
minutes = { $n ->
    [one] { $n } minuutti
   *[other] { $n } minuuttia
}
copy = Kopioi
copied = Kopioitu
print = Tulosta tämä lehti
ago-now = juuri nyt
ago-minutes = { $n ->
    [one] { $n } minuutti sitten
   *[other] { $n } minuuttia sitten
}
ago-hours = { $n ->
    [one] { $n } tunti sitten
   *[other] { $n } tuntia sitten
}
ago-days = { $n ->
    [one] { $n } päivä sitten
   *[other] { $n } päivää sitten
}

## Jokaisen sivun ympärillä

nav-label = Työpöytä
nav-today = Tänään
nav-lists = Kävelylistat
nav-conversations = Keskustelut
nav-results = Tulokset
nav-import = Tuo osoitteita
nav-phones = Puhelimet
nav-quarantine = Syrjään pantu
nav-export = Vie tiedostoon
nav-delivery = Mitä on saapunut
nav-rescue = Pelastustiedostot
nav-erasures = Poistopyynnöt
nav-audit = Kuka luki mitä
nav-campaign = Kampanja
nav-more = Lisää
nav-needs = { $n ->
    [one] , { $n } asia odottaa sinua
   *[other] , { $n } asiaa odottaa sinua
}
signed-in-as = Kirjautuneena
sign-out = Kirjaudu ulos
live-on = Ajan tasalla. Viimeisin muutos
live-lost = Yhteys katkesi; yritetään uudelleen.
live-refresh = Päivitä
live-says = { $n ->
    [one] { $n } keskustelu tähän mennessä
   *[other] { $n } keskustelua tähän mennessä
}
pager-label = Sivut
pager-label-below = Sivut, alhaalla
pager-before = Edelliset
pager-after = Seuraavat
pager-here = { $from }–{ $to } / { $total }
form-look-again = Jotain lomakkeessa pitää katsoa uudelleen. Kohta on merkitty alla, eikä mitään ole vielä tallennettu.

## Kirjautuminen

sign-in-title = Kirjaudu työpöydälle
sign-in-email = Sähköpostiosoite
sign-in-password = Salasana
sign-in-do = Kirjaudu
sign-in-no-match = Osoite ja salasana eivät vastaa mitään tämän palvelimen tunnusta. Tarkista molemmat ja yritä uudelleen.
sign-in-slow-down = { $minutes ->
    [one] Liian monta yritystä. Odota { $minutes } minuutti ja yritä sitten uudelleen.
   *[other] Liian monta yritystä. Odota { $minutes } minuuttia ja yritä sitten uudelleen.
}
sign-in-session-over = Istuntosi päättyi. Kirjaudu jatkaaksesi.
sign-in-signed-out = Olet kirjautunut ulos.
sign-in-nobody-yet = Kenelläkään ei ole vielä tunnusta täällä. Tee ensimmäinen palvelimen komentoriviltä:
sign-in-for-leads = Tiimien vetäjille. Ovilla kävijät eivät kirjaudu: he avaavat linkin tai lukevat koodin, jonka vetäjä jakaa.

## Kun sivua ei voi näyttää

problem-not-found = Tässä osoitteessa ei ole mitään
problem-not-found-do = Se on ehkä poistettu, tai linkki on katkennut. Palaa alkuun ja etsi sitä sieltä.
problem-form-refused = Lomaketta ei voitu ottaa vastaan
problem-form-refused-do = Se oli auki liian kauan, tai se lähetettiin muulta sivulta. Mitään ei muutettu. Palaa, lataa sivu uudelleen ja lähetä se vielä kerran.
problem-not-allowed = Tunnuksesi ei saa tehdä tätä
problem-not-allowed-do = Pyydä kampanjan omistajalta, jos tarvitset sitä. Mitään ei muutettu.
problem-too-large = Tuo on enemmän kuin otamme kerralla
problem-too-large-do = Tiedosto saa olla enintään 32 Mt. Jaa se osiin ja tuo ne yksi kerrallaan. Mitään ei tallennettu.
problem-malformed = Pyyntöä ei voitu lukea
problem-malformed-do = Lataa sivu uudelleen ja lähetä lomake vielä kerran. Mitään ei muutettu.
problem-broken = Palvelin ei voinut tehdä tätä juuri nyt
problem-broken-do = Mitään ei muutettu. Yritä minuutin päästä uudelleen; jos vika jatkuu, palvelimen ylläpitäjä löytää syyn sen lokista.
problem-back = Alkuun

## Tänään

today-title = Tänään
first-title = Kolme askelta ensimmäiselle ovelle
first-import = Tuo osoitteita
first-import-more = CSV-tiedosto, ja tieto siitä, mistä se on ja mihin asti sitä saa käyttää.
first-cut = Tee niistä kävelylistoja kaduittain tai ovien määrän mukaan.
first-share = Jaa listat tiimillesi linkkinä, koodina tai QR-koodina.
heard-title = Onko kaikista kuultu?
heard-nobody = Yksikään puhelin ei ole vielä liittynyt.
heard-share = Jaa kävelylista
heard-all-in = Kaikki, mistä puhelimet ovat kertoneet, on täällä.
heard-waiting = { $n ->
    [one] { $n } merkintä on vielä puhelimessa.
   *[other] { $n } merkintää on vielä puhelimissa.
}
heard-caption = Jokainen kävijä, niin kuin puhelimet viimeksi kertoivat
heard-col-name = Kävijä
heard-col-recorded = Annettu
heard-col-waiting = Vielä puhelimessa
heard-col-last = Viimeksi kuultu
heard-silent = pitkään hiljaa: soita
heard-lost = puhelin ilmoitettu kadonneeksi
came-title = Mitä tuli
came-n = Lukuja annettu: { $before } ennen, { $after } jälkeen.
came-more = Tulokset ja mitä luvut tarkoittavat
needs-title = Mikä odottaa minua?
needs-nothing = Ei mikään juuri nyt.
needs-quarantine = { $n ->
    [one] { $n } merkintä pantiin syrjään
   *[other] { $n } merkintää pantiin syrjään
}
needs-quarantine-more = Kokonaan tallella; katso, mistä se johtuu.
needs-erasures = { $n ->
    [one] { $n } poisto ei ole vielä tavoittanut kaikkia puhelimia
   *[other] { $n } poistoa ei ole vielä tavoittanut kaikkia puhelimia
}
needs-erasures-more = Katso, kenen puhelimessa tietoja voi vielä olla, ja pyydä avaamaan sovellus.
needs-until = Näkyy tiimille { $until } asti
needs-more-warnings = { $n ->
    [one] ja { $n } varoitus lisää listoilla
   *[other] ja { $n } varoitusta lisää listoilla
}
needs-ending = Saa käyttää { $until } asti

## Kävelylistat

lists-title = Kävelylistat
lists-none = Kävelylistoja ei vielä ole. Tuo ensin osoitteita.
lists-made = { $n ->
    [one] { $n } kävelylista tehtiin. Valitse se alta ja jaa tiimillesi.
   *[other] { $n } kävelylistaa tehtiin. Valitse niistä alta ja jaa tiimillesi.
}
lists-nothing-chosen = Valitse ainakin yksi kävelylista ja jaa sitten.
lists-caption = { $n ->
    [one] { $n } kävelylista
   *[other] { $n } kävelylistaa
}
lists-col-choose = Jaa
lists-col-name = Nimi
lists-col-doors = Ovia
lists-col-tried = Käyty
lists-col-phones = Hallussa
lists-col-until = Asti
lists-choose = Valitse { $name }
lists-round = kierros { $n }
lists-over = päättynyt
lists-expired = vanhentunut
lists-soon = päättyy pian
lists-share = Jaa valitut listat
lists-share-hint = Yksi koodi riittää koko tiimille: sinä päätät, montako sillä voi liittyä.
list-ended = otettu takaisin
list-holders = Hallussa
list-nobody = ei vielä kenelläkään
list-trial = Koe: { $n } ovella { $doors } ovesta, sattuman valitsemina, keskustellaan tästä: { $placebo }.
list-trial-results = Kokeen ryhmät
list-script = Keskustelurunko
list-col-door = Osoite
list-col-people = Listalla
list-col-state = Tilanne
list-not-tried = ei käyty
list-warning = { $what }, { $until } asti
list-do-not-contact = ei saa käydä
list-end = Ota tämä lista takaisin
list-end-hint = Puhelimet piilottavat sen seuraavalla yhteydellä. Siihen asti kirjattu tulee silti perille.
side-odd = parittomat
side-even = parilliset
shares-title = Jaettu
shares-caption = Tähän mennessä tehdyt koodit, uusimmat ensin
shares-col-code = Koodi
shares-col-for = Kenelle
shares-col-lists = Listoja
shares-col-uses = Liittynyt
shares-col-until = Voimassa
shares-uses = { $used } / { $uses }
shares-closed = suljettu
imports-title = Tuodut osoitteet
imports-caption = Mistä osoitteet ovat, ja mihin asti niitä saa käyttää
imports-col-file = Tiedosto
imports-col-source = Lähde
imports-col-until = Saa käyttää
imports-col-lists = Kävelylistat
imports-lists = { $n ->
    [one] { $n } lista tehty.
   *[other] { $n } listaa tehty.
}
imports-cut = Tee listoja

## Jakaminen

share-new-title = Jaa kävelylistoja
share-what = { $n ->
    [one] { $n } lista, { $doors } ovea
   *[other] { $n } listaa, { $doors } ovea
}
share-label = Kenelle se on?
share-label-hint = Jotta tunnistat sen myöhemmin: "Lauantain tiimi".
share-label-missing = Kerro parilla sanalla, kenelle se on.
share-uses = Moniko sillä saa liittyä?
share-uses-hint = Yksi koodi riittää koko tiimille. Uudelleen liittyvää puhelinta ei lasketa kahdesti.
share-uses-wrong = Kokonaisluku 1–500.
share-until = Voimassa
share-days = { $n ->
    [one] { $n } päivän
   *[other] { $n } päivää
}
share-make = Tee linkki ja koodi
share-title = Kenelle: { $label }
share-step-scan = Suuntaa puhelimen kamera ruutuun ja avaa linkki.
share-step-type = Tai avaa tämä osoite ja kirjoita koodi:
share-step-name = Kerro, millä nimellä tiimi sinua kutsuu.
share-step-ready = Odota, kunnes lukee "valmis ilman verkkoa". Lähde sitten.
share-iphone = iPhonessa: lisää sivu ensin koti-valikkoon, avaa se sieltä ja liity.
share-qr = QR-koodi, joka avaa liittymislinkin koodille { $code }
share-link = Linkki
share-link-hint = Lähetä se tiimillesi eikä muille. Koodi on siinä linkin osassa, jota mikään palvelin ei kirjaa.
share-insecure = Puhelimet eivät säilytä mitään ilman verkkoa, jos osoite ei ala https. Tämä toimii vain tällä koneella; tiimiä varten anna palvelimelle TLS tai aja se sellaisen välityspalvelimen takana.
share-holds = Mitä se antaa
share-revoke = Sulje tämä koodi
share-revoke-hint = Kukaan ei enää voi liittyä sillä. Liittyneet puhelimet pitävät listansa.
share-used-up = Kaikki, joille se tehtiin, ovat liittyneet. Tee uusi, jos tarvitset lisää.
share-expired = Sen aika on ohi. Tee uusi jatkaaksesi.
share-revoked = Tämä koodi on suljettu.

## Tuonti

import-title = Tuo osoitteita
import-file = CSV-tiedosto
import-file-hint = Sellaisena kuin äänestäjärekisteri tai osoiteohjelma sen antaa, enintään 32 Mt.
import-look = Katso tiedostoa
import-nothing-yet = Näet ensin, mitä siinä on. Mitään ei tuoda ennen kuin sanot niin.
import-columns = Mitä tiedostossa pitäisi olla
import-columns-what = Yksi rivi henkilöä kohti, ja ensimmäisellä rivillä sarakkeiden nimet. Nimet tunnistetaan englanniksi, suomeksi ja ruotsiksi; voit korjata ne seuraavassa vaiheessa.
import-columns-needed = Tarvitaan: osoite talonumeroineen yhdessä tai kahdessa sarakkeessa.
import-columns-good = Hyvä olla: nimi, asunto, kaupunki, postinumero, kieli, leveys- ja pituusaste sekä rekisterin tunniste.
import-columns-read = Pilkut, puolipisteet tai sarkaimet; UTF-8, UTF-16 tai Windows-1252.
import-not-read = Tätä tiedostoa ei voitu lukea
import-another = Tuo toinen tiedosto

trouble-empty = Tiedosto on tyhjä.
trouble-empty-do = Vie se uudelleen ja katso, avautuuko se taulukko-ohjelmassa.
trouble-no-rows = Tiedostossa on sarakkeiden nimet eikä mitään niiden alla.
trouble-no-rows-do = Vie se uudelleen riveineen.
trouble-too-large = Tiedosto on suurempi kuin 32 Mt.
trouble-too-large-do = Jaa se osiin ja tuo ne yksi kerrallaan.
trouble-no-file = Tiedostoa ei valittu.
trouble-no-file-do = Valitse CSV-tiedosto ja yritä uudelleen.
trouble-not-text = Tämä ei ole tekstitiedosto.
trouble-not-text-do = Valitse CSV-tiedosto.
trouble-workbook = Tämä on taulukkolaskennan työkirja, ei CSV-tiedosto.
trouble-workbook-do = Avaa se, tallenna muodossa "CSV UTF-8" ja valitse se tiedosto.
trouble-broken-header = Sarakkeiden nimissä on lainausmerkki, jota ei suljeta; se alkaa riviltä { $what }.
trouble-broken-header-do = Korjaa se rivi, tai tallenna tiedosto taulukko-ohjelmasta uudelleen CSV:ksi.
trouble-gone = Katsomasi tiedosto ei ole enää täällä: sitä säilytetään päivä, tai tuonti on jo tehty.
trouble-gone-do = Valitse tiedosto uudelleen.

preview-title = { $file }: katsaus ennen tuontia
preview-read-as = { $rows ->
    [one] { $rows } rivi, luettu koodauksella { $encoding }, sarakkeet erotettu: { $separator }. Mitään ei ole vielä tuotu.
   *[other] { $rows } riviä, luettu koodauksella { $encoding }, sarakkeet erotettu: { $separator }. Mitään ei ole vielä tuotu.
}
preview-missing = Mistään sarakkeesta ei tiedetä, että siinä olisi: { $columns }
preview-missing-do = Jos tieto on tiedostossa toisella nimellä, kerro se kohdassa "Sarakkeet" ja katso uudelleen. Muuten vie tiedosto niin, että se on mukana.
preview-good = { $good ->
    [one] { $good } hyvä rivi
   *[other] { $good } hyvää riviä
}: { $doors ->
    [one] { $doors } ovi
   *[other] { $doors } ovea
}, { $buildings ->
    [one] { $buildings } osoite
   *[other] { $buildings } osoitetta
}.
preview-erased = { $n ->
    [one] { $n } rivi jätetään pois: he tai heidän taloutensa pyysi poistoa.
   *[other] { $n } riviä jätetään pois: he tai heidän taloutensa pyysi poistoa.
}
preview-objected = { $n ->
    [one] { $n } rivi on henkilön, joka itse tai jonka talous on pyytänyt, ettei enää otettaisi yhteyttä. Hänet tuodaan tällä merkinnällä, eikä hänen luokseen lähetetä ketään. Muiden saman osoitteen asukkaiden luona käydään.
   *[other] { $n } riviä on ihmisten, jotka itse tai joiden taloudet ovat pyytäneet, ettei enää otettaisi yhteyttä. Heidät tuodaan tällä merkinnällä, eikä heidän luokseen lähetetä ketään. Muiden saman osoitteen asukkaiden luona käydään.
}
preview-bad = { $n ->
    [one] { $n } riviä ei voi käyttää
   *[other] { $n } riviä ei voi käyttää
}
preview-discard = Heitä tämä tiedosto pois
encoding-utf-8 = UTF-8
encoding-utf-8-bom = UTF-8 tavujärjestysmerkillä
encoding-utf-16le = UTF-16
encoding-utf-16be = UTF-16 (big-endian)
encoding-windows-1252 = Windows-1252
separator-comma = pilkut
separator-semicolon = puolipisteet
separator-tab = sarkaimet
separator-pipe = pystyviivat

wrong-title = Mikä on vialla ja millä riveillä
wrong-col-what = Vika
wrong-col-n = Rivejä
wrong-col-rows = Tiedoston rivit
wrong-kept = Tuodaan silti.
wrong-left-out = Ei voi tuoda.
wrong-fields = Rivillä on eri määrä kenttiä kuin sarakkeita on. Ehkä erotinmerkki tekstin sisällä ei ole lainausmerkeissä.
wrong-quotes = Lainausmerkkiä ei suljeta, tai suljetun perässä on tekstiä.
wrong-nul-byte = Rivillä on nollatavu: tiedosto voi olla vioittunut.
wrong-control-character = Tekstissä on merkki, jota kukaan ei näe.
wrong-unreadable-letters = Joitakin kirjaimia ei voi lukea: tiedosto voi olla toisessa koodauksessa tai vioittunut.
wrong-too-long = Teksti on pidempi kuin siihen mahtuu.
wrong-empty-address = Osoite puuttuu.
wrong-no-street = On numero mutta ei katua.
wrong-position-not-a-number = Sijainti ei ole asteluku, kuten 60.169.
wrong-position-out-of-range = Sijainti ei ole maapallolla.
wrong-position-swapped = Leveys- ja pituusaste näyttävät vaihtuneen.
wrong-position-zero = Sijainti on 0, 0, mikä tarkoittaa "ei tiedossa".
wrong-position-half = Leveys- tai pituusaste puuttuu.
wrong-duplicate-id = Tunniste kuuluu jo jollekulle ylempänä.
wrong-duplicate-row = Sama henkilö samassa osoitteessa on jo ylempänä.
wrong-namesake = Samanniminen samassa osoitteessa eri tunnisteella. Molemmat pidetään.
wrong-no-name = Nimeä ei ole. Osoite pidetään ilman nimiä.
wrong-language = Tämän nimistä kieltä ei tunneta. Henkilö pidetään ilman kieltä.

notes-title = Hyvä tietää
note-guessed-windows-1252 = Tiedosto ei ole UTF-8:aa. Se luettiin Windows-1252:na, mikä on arvaus: näyttääkö tämä oikealta? "{ $what }" Jos ei, tallenna se muodossa "CSV UTF-8".
note-guessed-utf-16 = Tiedosto ei kerro koodaustaan. Se luettiin UTF-16:na.
note-damaged-utf-8 = { $n ->
    [one] Tiedosto on UTF-8:aa, mutta kirjaimia { $n } kohdassa on vioittunut. Rivit, joilla niitä on, jätetään pois.
   *[other] Tiedosto on UTF-8:aa, mutta kirjaimia { $n } kohdassa on vioittunut. Rivit, joilla niitä on, jätetään pois.
}
note-encoded-twice = Jotkin kirjaimet näyttävät vääriltä, kuten tässä: "{ $what }". Tiedosto on ehkä tallennettu väärällä koodauksella jo aiemmin.
note-not-kept = Ei tuoda: { $what }. Kukaan ei tarvitse niitä keskusteluun.
note-id-not-kept = { $what }: käytetään kahdesti lueteltujen löytämiseen, ei säilytetä.
note-not-used = Ei käytetä: { $what }. Jos jokin niistä on tärkeä, kerro, mitä se tarkoittaa.
note-used-once = { $what } tarkoittaa samaa kuin { $first }; vain { $first } käytetään.
note-no-names = Missään sarakkeessa ei ole nimiä. Ovet tuodaan ilman nimiä.
note-no-positions = Missään sarakkeessa ei ole sijainteja. Kadut järjestetään nimen mukaan eikä matkan.
note-blank-rows = Tyhjiä rivejä ohitettu: { $n }.
note-without-position = Rivejä ilman sijaintia: { $n }. Ne kävellään siellä, mihin katu ja numero ne panevat.

field-voter-id = Rekisterin tunniste
field-full-name = Koko nimi
field-first-name = Etunimi
field-last-name = Sukunimi
field-address = Osoite
field-street = Katu
field-number = Talonumero
field-unit = Asunto
field-city = Kaupunki
field-postcode = Postinumero
field-latitude = Leveysaste
field-longitude = Pituusaste
field-language = Kieli
field-not-kept = Yksityinen, ei tuoda
field-not-used = Ei käytetä

sample-title = Näin se luetaan
sample-caption = Ensimmäiset hyvät rivit, niin kuin kävijä ne näkee
sample-col-name = Nimi
sample-col-address = Osoite
sample-col-language = Kieli
sample-col-position = Kartalla
mapping-title = Sarakkeet
mapping-show = { $n ->
    [one] { $n } sarake ja mitä se tarkoittaa
   *[other] { $n } saraketta ja mitä kukin tarkoittaa
}
mapping-what = Mitä kukin tiedostosi sarake tarkoittaa. Muuta, mikä on väärin, ja katso uudelleen.
mapping-example = esimerkiksi: { $text }
mapping-drop-positions = Ota rivit, joilla on väärä sijainti, silti mukaan ilman sijaintia
mapping-do = Lue uudelleen näin

provenance-title = Mistä se on, ja mihin sitä saa käyttää
provenance-source = Mistä nämä osoitteet ovat?
provenance-source-hint = Esimerkiksi: "Avoin rekisteri, ostettu 3.11.2026".
provenance-source-missing = Kerro, mistä ne ovat: siihen on myöhemmin voitava vastata, kun joku kysyy.
provenance-purpose = Mihin niitä saa käyttää?
provenance-purpose-hint = Esimerkiksi: "Vain tämän kampanjan keskusteluihin ovilla".
provenance-purpose-missing = Kerro, mihin niitä saa käyttää.
provenance-until = Mihin asti niitä saa käyttää?
provenance-until-hint = Sen päivän jälkeen puhelimet piilottavat listat ja poistavat niiden ihmiset.
provenance-until-missing = Viimeinen päivä tarvitaan. Ilman sitä osoitteet jäisivät ikuisiksi ajoiksi.
provenance-until-past = Se päivä on jo mennyt.
provenance-leave-out = { $bad ->
    [one] Jätä pois { $bad } rivi, jota ei voi käyttää, ja tuo { $good } hyvää
   *[other] Jätä pois { $bad } riviä, joita ei voi käyttää, ja tuo { $good } hyvää
}
provenance-leave-out-missing = Kaikkia rivejä ei voi käyttää. Rastita, että ne saa jättää pois, tai korjaa tiedosto ja tuo se uudelleen.
provenance-do = { $n ->
    [one] Tuo { $n } rivi
   *[other] Tuo { $n } riviä
}

## Listojen tekeminen

cut-title = Tee kävelylistoja: { $file }
cut-imported = Tuotu: { $doors } ovea, { $people } ihmistä. { $left ->
    [0] Yhtään riviä ei jätetty pois.
    [one] { $left } rivi jätettiin pois.
   *[other] { $left } riviä jätettiin pois.
}
cut-objected = { $n ->
    [one] Heistä { $n } on aiemmin pyytänyt, ettei enää otettaisi yhteyttä, ja on merkitty niin.
   *[other] Heistä { $n } on aiemmin pyytänyt, ettei enää otettaisi yhteyttä, ja heidät on merkitty niin.
}
cut-nothing-left = Tämän tiedoston kaikki ovet ovat jo jollakin listalla.
cut-how = { $n ->
    [one] Miten { $n } ovi jaetaan listoihin?
   *[other] Miten { $n } ovea jaetaan listoihin?
}
cut-by-street = Kaduittain: jokaiselle oma lista
cut-by-doors = Ovien määrän mukaan, kävelyjärjestyksessä
cut-size = Ovia listalla
cut-size-hint = Kahdessa tunnissa ehtii noin 40–60 ovea. Taloja ei jaeta, jos sen voi välttää.
cut-preview = Näytä
cut-caption = { $n ->
    [one] { $n } lista tehtäisiin. Sen nimen voi muuttaa.
   *[other] { $n } listaa tehtäisiin. Niiden nimet voi muuttaa.
}
cut-col-people = Ihmisiä
cut-col-range = Mistä mihin
cut-name-of = Listan { $n } nimi, alkaa: { $from }
cut-script = Keskustelurunko
cut-trial = Koe: { $treatment }, vertailuna { $placebo }
cut-trial-hint = Koe vie puolet ovistasi: sattuma antaa niille lyhyen vertailukeskustelun. Se tarvitsee tutkimuseettisen hyväksynnän, ja kaikille osallistuneille on kerrottava jälkeenpäin, mitä varten se oli. Sitä ei voi muuttaa, kun listat on tehty.
cut-no-script = Käytössä ei ole keskustelurunkoa. Tuo sellainen kohdassa Keskustelurungot ja palaa sitten: mitään ei katoa.
cut-expires = Listoja saa käyttää
cut-expires-hint = Viimeistään { $until }, kuten tuonnissa sanottiin.
cut-expires-wrong = Päivä tästä päivästä päivään { $until }.
cut-make = { $n ->
    [one] Tee { $n } kävelylista
   *[other] Tee { $n } kävelylistaa
}
cut-name-rest = { $street } ja siitä eteenpäin

## Keskustelut

conversations-title = Keskustelut
conversations-none = Yhtään keskustelua ei ole vielä tullut. Ne ilmestyvät tähän itsestään.
conversations-none-here = Mikään keskustelu ei sovi. Ota jokin rajaus pois.
conversations-caption = { $n ->
    [one] { $n } keskustelu
   *[other] { $n } keskustelua, uusimmat ensin; ne, joita ei ole sidottu aikaan, viikoittain
}
conversations-col-when = Milloin
conversations-col-minutes = Minuutteja
conversations-col-tied = Sidottu oveen
conversations-audit = Yhden keskustelun avaaminen kirjataan kohtaan "Kuka luki mitä".
linked = kyllä
unlinked = ei sidottu
week-name = Viikko { $week }, { $year }
filter-list = Lista
filter-week = Viikko
filter-ending = Päättyi
filter-band = Ensimmäinen luku
filter-all-lists = Kaikki listat
filter-all-weeks = Kaikki viikot
filter-all-endings = Miten vain
filter-all-bands = Mikä vain
filter-do = Näytä
filter-reset = Näytä kaikki
band-declined = ei antanut lukua
ending-finished = puhuttiin loppuun
ending-abandoned = jäi kesken
recorded-live = keskustelun aikana
recorded-afterwards = kirjattu jälkeenpäin
recorded-paper = paperilta
said-between = välillä { $low }–{ $high }
answer-between = Kahden luvun välillä
answer-dont-know = Ei osaa sanoa
answer-wouldnt-say = Ei halunnut sanoa
answer-not-asked = Ei kysytty
answer-missing = Päättyi ennen kysymystä
estimated = kävijän arvio

conversation-title = Keskustelu, { $when }
conversation-title-week = Keskustelu: { $week }
conversation-unlinked = Ei sidottu oveen, ihmiseen, kävijään eikä kellonaikaan: kukaan ei saa selville, kenen se on, emme mekään. Siksi sitä ei voi hakea eikä poistaa nimellä.
conversation-said = Mitä sanottiin
conversation-difference = Mikä vaikutti, heidän sanoinaan
conversation-concerns = Huolet, jotka tulivat esiin
conversation-agreed = Mitä sovittiin
conversation-about = Keskustelusta
conversation-door = Ovi
conversation-visit-not-here = Ei vielä täällä: käyntimerkintä ei ole tullut, tai se on peruttu.
conversation-who = Kuka
conversation-canvasser = Kävijä
conversation-outcome = Mitä tuli
conversation-language = Kieli
conversation-recorded = Kirjattu
conversation-length = Kesto
conversation-keep = Saammeko säilyttää sanomasi nimelläsi?
conversation-back = Saammeko tulla uudelleen?
conversation-who-else = Ketä muita oli paikalla
who-else-not-noted = Ei kirjattu
who-else-nobody-else = ei muita
who-else-household = joku samasta taloudesta
who-else-friend-or-neighbour = ystävä tai naapuri
who-else-child = lapsi
who-else-someone-else = joku muu
who-else-unrecognised = jotain, minkä uudempi puhelin kirjasi
conversation-steps = { $reached } / { $of } vaihetta
conversation-short = Lyhyt reitti: heillä oli kiire.
conversation-audit = Se, että avasit tämän sivun, on kirjattu.
step-not-reached = ei päästy
wave-first = Ennen
wave-middle = Välissä
wave-final = Jälkeen
who-someone-else = joku, jota ei ole listalla
who-did-not-ask = kävijä ei kysynyt
commitment-yes = kyllä
commitment-maybe = ehkä
commitment-no = ei

## Tulokset

results-title = Tulokset
results-hides-small = Tunnuksellesi ei näytetä alle viiden lukumääriä eikä alle kymmenen keskiarvoja, jotta ketään ei voi poimia esiin.
funnel-title = Ovilta keskusteluihin
funnel-col-step = Vaihe
funnel-col-n = Määrä
funnel-col-share = Osuus
funnel-share = { $share } { $of }
funnel-definitions = Mitä kukin luku tarkoittaa
funnel-doors = Ovia listoilla
funnel-doors-means = Osoitteet kaikilla tässä lasketuilla kävelylistoilla. Asunto on oma ovensa.
funnel-tried = Käyty
funnel-tried-means = Ovet, joilla joku koputti ainakin kerran. Kunnioitettu "ei kauppiaita" -kyltti ei ole käynti.
funnel-answered = Joku avasi
funnel-answered-means = Ovet, joilla joku ihminen vastasi ainakin kerran, listalla tai ei.
funnel-met = Listalla olevia tavattu
funnel-met-means = Listalla olevat ihmiset, jotka tulivat itse ovelle, tuli siitä mitä tuli.
funnel-first = Antoi ensimmäisen luvun
funnel-first-means = Heistä ne, jotka antoivat ensimmäisen luvun tai sanoivat "kahden luvun välillä".
funnel-both = Antoi luvun myös lopussa
funnel-both-means = Heistä ne, jotka antoivat luvun uudelleen lopussa.
funnel-others = { $n ->
    [one] Lisäksi { $n } keskustelu, jossa luvun antoi joku, jota ei ole listalla tai jolta ei kysytty, kuka hän on.
   *[other] Lisäksi { $n } keskustelua, joissa luvun antoi joku, jota ei ole listalla tai jolta ei kysytty, kuka hän on.
}
funnel-of-doors = ovista
funnel-of-tried = käydyistä ovista
funnel-of-answered = ovista, joilla joku avasi
funnel-of-met = tavatuista
funnel-of-first = ensimmäisen luvun antaneista
results-without-placebo = { $n ->
    [one] { $n } ovi, jolle koe antoi vertailukeskustelun, ei ole mukana tässä, eikä myöskään se, mitä siellä sanottiin.
   *[other] { $n } ovea, joille koe antoi vertailukeskustelun, eivät ole mukana tässä, eikä myöskään se, mitä siellä sanottiin.
}
trial-title = Kokeen kaksi ryhmää
trial-what = Sattuma jakoi ovet kahteen ryhmään, kun lista tehtiin, talous aina kokonaan samaan. Vapaaehtoinen näkee ryhmän vasta, kun ihminen on kertonut, kuka hän on.
trial-doors = Ovia
trial-listed = Ihmisiä niillä
trial-tried = Käytyjä ovia
trial-answered = Ovia, joilla joku avasi
trial-met = Listalla olevia tavattu
trial-delivered = Toteutuneita keskusteluja
trial-missing = Tavattu, keskustelu ei toteutunut
trial-others = Ovia, jotka saivat toisen ryhmän keskustelun
trial-minutes = Toteutuneiden keskustelujen mediaanipituus
trial-minutes-median = { $median } min (n = { $n })
trial-minutes-few = liian vähän (n = { $n })
trial-untied = Toteutuneista keskusteluista { $n } ei liity mihinkään oveen. Ne lasketaan sen rungon mukaan, jolla ne käytiin; kukaan ei voi tietää, olisiko oven pitänyt saada toinen.
trial-delivered-means = Keskustelu on toteutunut, kun se käytiin ryhmän omalla rungolla ja ihminen antoi ensimmäisen luvun. Puhelin, jonka sovellus ei vielä tunne kokeita, käy varsinaisen keskustelun joka ovella: sellaiset ovet lasketaan toisen ryhmän keskustelun saaneiksi.
trial-no-effect = Vaikutusta ei lasketa tästä. Ihmiset vastaavat ovella seisovalle kohteliaasti, ja ryhmiltä kysyttiin eri asioista. Keskustelun vaikutus mitataan myöhemmin kyselyllä kaikille tavatuille, kummassakin ryhmässä samalla tavalla, ja kysyjä on joku, joka ei ollut paikalla.
ratings-title = Luvut ennen ja jälkeen
ratings-none = Mikään käytössä oleva keskustelurunko ei kysy lukua kahdesti.
ratings-chart = Moniko antoi kunkin luvun: { $before } ennen keskustelua, { $after } sen jälkeen. Taulukossa ovat kaikki luvut.
ratings-caption = Moniko antoi kunkin luvun
ratings-col-answer = Vastaus
ratings-numbers = Antoi luvun (n)
ratings-mean = Keskiarvo
too-few-for-mean = alle 10
change-nothing-yet = Kukaan ei ole vielä antanut ensimmäistä lukua.
change-too-few = Liian vähän ihmisiä lukuun, jota ei voisi jäljittää johonkuhun heistä.
change-statement = { $higher } / { $began } ensin luvun antaneesta antoi lopussa suuremman luvun: { $share }.
change-interval = Näin monella ihmisellä sattuma yksin jättää tilaa väliin { $low }–{ $high } (95 prosentin väli).
change-strip = { $higher } suuremman, { $same } saman, { $lower } pienemmän, { $unknown } ei tiedossa
change-higher = Suurempi
change-same = Sama
change-lower = Pienempi
change-unknown = Ei toista lukua
change-unknowns = { $unknown } ei antanut selvää toista lukua. Jos heistä kukaan ei antaisi suurempaa, osuus on { $least }; jos kaikki, { $most }.
change-ceiling = { $n } / { $began } aloitti jo ylimmästä luvusta ({ $share }): heille suurempaa ei ole.
change-below-top = Muista { $of } ihmisestä { $higher } antoi suuremman.
change-mean = Niillä, jotka antoivat yhden luvun molemmilla kerroilla, keskiarvo muuttui { $mean }.
change-not-effect = Tämä on sitä, mitä ihmiset ovella sanoivat. Se ei mittaa, mitä keskustelu sai aikaan.
reading-title = Näin tätä luetaan
reading-regression = Matalalta aloittava antaa seuraavalla kerralla helposti suuremman luvun, puhuttiin mistä tahansa: ensimmäinen luku oli osin sattumaa ja osin kohteliaisuutta. Siksi matalalta aloittaneet näyttävät lämpenevän, vaikka mitään ei tapahtuisi.
reading-example = Eräässä tunnetussa kokeessa vertailuryhmä puhui kierrätyksestä. Ne heistä, jotka olivat toiseen aiheeseen aluksi viileitä, antoivat silti seuraavalla kerralla 9 pistettä enemmän sadasta, ja 61 % antoi suuremman luvun. Ryhmässä, joka kävi varsinaisen keskustelun, luvut olivat 18 pistettä ja 66 %. Kaikista laskettuna ne olivat 2 pistettä ja 9. Vain kahden arvotun ryhmän ero kertoo, mitä keskustelu saa aikaan.
reading-measured = Jos haluat tietää, kysy myöhemmin uudelleen sellaisen kautta, joka ei puhunut heidän kanssaan, ja vertaa ihmisiin, joiden luona ei arvan mukaan ole vielä käyty.

## Vienti

export-title = Vie tiedostoon
export-care = Koneellasi oleva tiedosto ei ole enää meidän hallussamme. Pidä se siellä, missä sen näkevät vain ne, joiden täytyy, ja poista se, kun se on tehnyt tehtävänsä. Jokainen vienti kirjataan.
export-conversations = Keskustelut
export-conversations-n = { $n ->
    [one] { $n } keskustelu, joista { $unlinked } ei ole sidottu oveen.
   *[other] { $n } keskustelua, joista { $unlinked } ei ole sidottu oveen.
}
export-conversations-what = Luvut ennen ja jälkeen, mikä heidän sanoinaan vaikutti, mitä sovittiin. Niissä, joita ei ole sidottu oveen, ei ole osoitetta, nimeä, kävijää eikä kellonaikaa.
export-visits = Käynnit
export-visits-n = { $n ->
    [one] { $n } käynti
   *[other] { $n } käyntiä
}
export-visits-what = Mitä kustakin käynnistä tuli: osoite, mitä tuli, kuka tavattiin, milloin ja kuka kävi. Kenenkään näkemys ei ole siinä.
export-bom = Tavujärjestysmerkin kanssa, jotta Excel lukee å:n, ä:n ja ö:n oikein
export-do = Lataa CSV
export-formulas = Solu, jota taulukko-ohjelma pitäisi kaavana, alkaa tiedostossa heittomerkillä.

## Syrjään pantu

quarantine-title = Syrjään pantu
quarantine-what = Mitä puhelimet lähettivät ja palvelin ei voinut ottaa. Kukin säilyy kokonaisena, kunnes päätät; mitään ei heitetä pois. Mukaan ottamasi lasketaan kuten muutkin merkinnät, ja puhelin kuulee päätöksesi.
quarantine-none = Mitään ei ole pantu syrjään.
quarantine-caption = { $n ->
    [one] { $n } merkintä
   *[other] { $n } merkintää
}
quarantine-col-what = Mikä
quarantine-col-why = Miksi, ja mitä tehdä
quarantine-col-when = Milloin
quarantine-col-do = Päätä
quarantine-take = Ota mukaan
quarantine-aside = Pane sivuun
quarantine-export = Tallenna tiedostoksi
quarantine-why = Miksi
quarantine-why-twice = Se on täällä jo
quarantine-why-trial = Se oli kokeilu
quarantine-why-mistake = Se on virhe
quarantine-why-other = Muu syy
quarantine-aside-by = Sivuun pani { $by }: { $why }
quarantine-done-taken = Otettu mukaan. Puhelin kuulee siitä, kun se seuraavan kerran kysyy.
quarantine-done-aside = Pantu sivuun. Se säilyy täällä kokonaisena, ja puhelin kuulee, että olet katsonut sen.
quarantine-done-cannot = Sitä ei voinut ottaa mukaan. Se säilyy täällä.
quarantine-col-id = Merkintä
quarantine-nobody = ei sidottu kehenkään
kind-visit = Käynti
kind-conversation = Keskustelu
kind-correction = Korjaus
kind-safety-note = Varoitus
kind-do-not-contact = Toive, ettei käydä
reason-id-reused = Samalla nimellä on tallessa toinen sisältö.
reason-id-reused-do = Ensimmäinen jää voimaan. Kysy puhelimen haltijalta, onko se palautettu tai kopioitu, ja kerro palvelimen ylläpitäjälle.
reason-bad-body = Sitä ei ole kirjoitettu niin kuin sen lajin pitäisi.
reason-bad-body-do = Yleensä käsin muutettu sovellus tai meidän vikamme. Kerro palvelimen ylläpitäjälle.
reason-out-of-scope = Se koskee listaa, jota tällä kävijällä ei ole koskaan ollut.
reason-out-of-scope-do = Jos lista kuuluu hänelle, ota merkintä mukaan. Se lasketaan kuten muutkin.
reason-too-large = Se on suurempi kuin yksi merkintä saa olla.
reason-too-large-do = Kerro palvelimen ylläpitäjälle.
reason-not-the-author = Siinä on toisen kävijän nimi kuin puhelimen oma.
reason-not-the-author-do = Kysy, kenen puhelin se on. Jos kukaan ei tiedä, pidä puhelinta kadonneena.
reason-token-lost = Se tuli puhelimesta, joka ilmoitettiin kadonneeksi.
reason-draft = Pelastustiedostosta tullut keskustelu, joka jäi kesken. Sitä ei lasketa mihinkään.
reason-draft-do = Jos puhelin toimii taas, sen kävijä päättää keskustelun ja tämä häviää itsestään, paitsi jos ihminen suostui nimensä säilyttämiseen: se keskustelu tulee toisella numerolla, eikä kukaan näe, että se on tämä.
reason-phone-unknown = Se tuli pelastustiedostossa, joka ei osoita, mistä puhelimesta se on.
reason-phone-unknown-do = Kysy kävijältä, tekikö hän tiedoston. Kenenkään luvut eivät muutu siitä.
reason-token-lost-do = Jos puhelin löytyi tai ei ollut hukassa, ota mukaan se, minkä kävijä sanoo omakseen.
reason-held = Sen kirjoittanut sovellus on uudempi kuin tämä palvelin.
reason-held-do = Päivitä palvelin. Siihen asti merkintä on tallella täällä ja puhelimessa.
reason-other = Palvelin ei voinut ottaa sitä.
reason-other-do = Kerro palvelimen ylläpitäjälle.

## Kuka luki mitä

audit-title = Kuka luki mitä
audit-what = Kuka kirjautui, avasi yhden keskustelun tai vei tietoja. Ovilla tavattuja ei nimetä täällä.
audit-none = Ei vielä mitään.
audit-caption = { $n ->
    [one] { $n } merkintä
   *[other] { $n } merkintää, uusimmat ensin
}
audit-col-when = Milloin (UTC)
audit-col-who = Kuka
audit-col-what = Mitä
audit-col-subject = Mistä
audit-server = palvelin
audit-signed-in = kirjautui
audit-sign-in-failed = yritti kirjautua, ei onnistunut
audit-signed-out = kirjautui ulos
audit-imported = toi osoitteita
audit-list-made = teki kävelylistan
audit-list-ended = otti kävelylistan takaisin
audit-shared = jakoi kävelylistoja
audit-share-ended = sulki koodin
audit-conversation-read = avasi keskustelun
audit-conversations-exported = vei keskustelut
audit-visits-exported = vei käynnit
audit-lead-added = lisäsi tunnuksen
audit-recovery-kit-made = otti palautusavaimen käyttöön
audit-rescue-brought-in = toi pelastustiedoston
audit-campaign-saved = muutti kampanjaa
audit-person-erased = poisti jonkun tiedot
audit-wish-lifted = perui toiveen, ettei käydä
audit-record-taken-in = otti syrjään pannun merkinnän mukaan
audit-record-put-aside = pani merkinnän sivuun
audit-record-exported = vei yhden merkinnän tiedostona
audit-conversation-settled = ratkaisi, kumpi kertomus keskustelusta lasketaan
audit-phone-retired = poisti puhelimen käytöstä
audit-phone-lost = merkitsi puhelimen kadonneeksi
audit-phone-taken-back = otti puhelimen takaisin käyttöön
audit-list-taken-back = otti kävelylistan joltakulta takaisin

## Kampanja

campaign-title = Kampanja
campaign-new-title = Perusta kampanja
campaign-saved = Tallennettu. Puhelimet saavat sen seuraavalla yhteydellä.
campaign-save = Tallenna
campaign-new-do = Perusta ja siirry työpöydälle
campaign-no-kit = Palautusavainta ei vielä ole: puhelin, joka ei saa lähetettyä, ei voisi antaa työtään tiedostonakaan.
campaign-kit = Palautusavain { $name } on käytössä: puhelimet, jotka eivät saa lähetettyä, antavat työnsä sinetöitynä tiedostona.
campaign-owner-only = Vain kampanjan omistaja voi muuttaa tätä.
campaign-who = Kuka kysyy
campaign-name = Kampanjan nimi
campaign-name-hint = Niin kuin tiimisi sitä kutsuu.
campaign-name-missing = Anna nimi.
campaign-organisation = Kuka on sen takana
campaign-organisation-hint = Niin kuin se ovella sanotaan: "Naapurit lämpimien kotien puolesta".
campaign-organisation-missing = Ovella on sanottava, kuka kysyy.
campaign-languages = Kielet
campaign-languages-hint = Koodit pilkuin erotettuina, tavallisin ensin: fi, en
campaign-languages-wrong = Kielikoodeja, kuten en tai fi, pilkuin erotettuina.
campaign-law = Minkä lain alla toimitte
campaign-law-hint = Se ratkaisee, saako sen, mitä joku sanoo, säilyttää ovensa kanssa. Muutos koskee siitä eteenpäin käytyjä keskusteluja.
campaign-profile-missing = Valitse yksi.
profile-uk-party = Yhdistynyt kuningaskunta, rekisteröity puolue
profile-uk-non-party = Yhdistynyt kuningaskunta, muu ryhmä
profile-us = Yhdysvallat
profile-other = Muualla, tai en ole varma
profile-links = Keskustelut säilytetään sen oven kanssa, jolla ne käytiin.
profile-unlinked = Keskustelut pidetään erillään ovista ja ihmisistä, ellei ihminen ovella suostu muuhun.
unlinked-cost-title = Mitä erillään pitäminen maksaa
unlinked-cost-what = Keskustelulla, jota ei ole sidottu, ei ole ovea, ihmistä, kävijää eikä kellonaikaa: vain lista ja viikko.
unlinked-cost-continuity = Seuraavalla kerralla tulija ei näe, mitä aiemmin sanottiin.
unlinked-cost-erasure = Sitä ei voi myöhemmin näyttää ihmiselle eikä poistaa nimellä: kukaan ei tiedä, mikä on hänen.
unlinked-cost-household = Kahta keskustelua samassa taloudessa ei voi laskea sellaisiksi, joten välit tulevat hieman liian kapeiksi.
unlinked-cost-gain = Mitä sillä saa: kukaan ei saa tiedoistamme selville, mitä joku ajattelee.
campaign-help = Apu ovella
campaign-lead-name = Kenelle kävijät soittavat
campaign-lead-name-hint = Etunimi riittää.
campaign-lead-name-missing = Kävijöiden on tiedettävä, kenelle soittaa.
campaign-lead-phone = Hänen puhelinnumeronsa
campaign-lead-phone-hint = Apua-näyttö soittaa siihen. Ilman sitä näyttö kertoo, mitä tehdä sen sijaan.
campaign-emergency = Hätänumero
campaign-emergency-hint = 112 Euroopassa, 999 Yhdistyneessä kuningaskunnassa, 911 Yhdysvalloissa.
campaign-emergency-wrong = Vain numeroita, kuten 112.
campaign-privacy = Mistä ihmiset lukevat, mitä heistä säilytetään
campaign-privacy-hint = Verkko-osoite, joka näkyy tietosuojakortilla myös QR-koodina.
campaign-privacy-wrong = Koko verkko-osoite, joka alkaa https://
founder-title = Sinä
founder-hint = Tästä tulee ensimmäinen tunnus, kampanjan omistaja.
founder-code = Perustamiskoodi
founder-code-hint = Palvelin kirjoitti sen päätteeseensä käynnistyessään.
founder-code-wrong = Tämä ei ole palvelimen päätteessä oleva koodi.
founder-name = Nimesi
founder-name-missing = Tiimisi pitää nähdä, kuka sitä vetää.
founder-email-wrong = Sähköpostiosoite, kiitos.
founder-password-hint = Vähintään 10 merkkiä. Muutama sana peräkkäin on hyvä.
founder-password-short = Vähintään 10 merkkiä.

## Mitä käynnistä tuli

disposition-not-home = ketään ei kotona
disposition-inaccessible = ovelle ei päästy
disposition-no-such-address = osoitetta ei ole
disposition-vacant = tyhjillään
disposition-no-callers-sign = kyltti: ei kävijöitä
disposition-gatekeeper = joku muu avasi
disposition-child-only = vain lapsi kotona
disposition-come-back = tultava toiste
disposition-other-language = toinen kieli
disposition-moved = muuttanut
disposition-deceased = kuollut
disposition-refused = ei halunnut puhua
disposition-started = alkoi puhua
disposition-partial = puhuttiin, yksi luku
disposition-complete = puhuttiin, molemmat luvut
disposition-unsafe = lähdimme turvallisuuden vuoksi
disposition-objected = pyysi, ettei käydä
hazard-dog = Koira
hazard-threat = Uhka
hazard-access = Vaikea päästä
hazard-other = Ole varovainen

nav-scripts = Keskustelurungot

scripts-title = Keskustelurungot
scripts-what = Keskusteluja ohjaavat rungot. Keskustelu pysyy siinä versiossa, jolla se alkoi; uusi versio ei koskaan muuta kesken olevaa.
scripts-caption = { $n ->
    [one] { $n } versio
   *[other] { $n } versiota
}
scripts-col-title = Runko
scripts-col-version = Versio
scripts-col-kind = Laji
scripts-col-languages = Kielet
scripts-col-lists = Kävelylistoja
scripts-retired = poistettu käytöstä
scripts-bring-title = Tuo runko tai uusi versio
scripts-bring-what = Runko on tekstitiedosto (TOML). Se tarkistetaan ennen tallentamista; jokainen virhe kerrotaan riveineen ja ohjeineen. Muuttaaksesi runkoa lataa se, muuta sitä, anna seuraava versionumero ja tuo se tänne.
scripts-file = Runkotiedosto
scripts-file-hint = Jos käsikirjoitus nimeää äänitteitä, joilla ihmiset kertovat itse, valitse ne samalla kertaa (pidä Ctrl tai Shift pohjassa): MP3, tai AAC M4A-tiedostossa, enintään 640 kt kukin.
scripts-recordings = Käsikirjoitus on kunnossa, mutta äänitteet eivät ole ne, jotka se nimeää. Mitään ei tallennettu.
recording-absent = Käsikirjoitus nimeää tiedoston { $file }, jota ei valittu. Valitse se yhdessä käsikirjoituksen kanssa.
recording-not-named = Käsikirjoitus ei nimeä tiedostoa { $file }. Kirjoita se kertomukseen, johon se kuuluu (audio.fi = "{ $file }"), tai jätä se pois.
recording-too-large = { $file } on suurempi kuin { $kb } kt. Minuutti puhetta mahtuu vähempään: tallenna monona 64 kbit/s.
recording-not-as-named = { $file } ei ole sitä, mitä sen nimi lupaa. Tallenna se MP3-muotoon tai AAC-muotoon M4A-tiedostona.
scripts-bring = Tarkista ja lisää
scripts-no-file = Tiedostoa ei valittu. Valitse runkotiedosto ja yritä uudelleen.
scripts-too-large = Tiedosto on yli 10 Mt. Mikään runko ei ole niin pitkä: onko se oikea tiedosto?
scripts-other-words = { $id }, versio { $version }, on täällä jo toisin sanoin. Anna omallesi seuraava versionumero ja tuo se uudelleen.
scripts-not-sound = { $n ->
    [one] Runkoa ei lisätty: { $n } kohta on korjattava.
   *[other] Runkoa ei lisätty: { $n } kohtaa on korjattava.
}
scripts-line = Rivi { $n }:
script-kind-issue = Aihekeskustelu
script-kind-turnout = Äänestämään kannustaminen
script-kind-electoral = Vaalit
script-kind-listening = Kuuntelukysely
script-kind-organising = Kahdenkeskinen
script-kind-placebo = Vertailukeskustelu
script-kind-unknown = Kirjoitettu ohjelman uudemmalle versiolle
script-title = { $title }, versio { $version }
script-added = Runko on kunnossa ja tallennettu. Mikään lista ei vielä käytä sitä: valitse alta.
script-given = { $n ->
    [one] { $n } kävelylista käyttää tästä lähtien tätä versiota. Puhelimet saavat sen ollessaan seuraavan kerran verkossa; alkaneet keskustelut pysyvät ennallaan.
   *[other] { $n } kävelylistaa käyttää tästä lähtien tätä versiota. Puhelimet saavat sen ollessaan seuraavan kerran verkossa; alkaneet keskustelut pysyvät ennallaan.
}
script-is-retired = Tämä versio on poistettu käytöstä: sitä ei tarjota uusille listoille. Listat pitävät sen, ja sillä käydyt keskustelut ovat luettavissa.
script-author = Kirjoittaja
script-recordings = Äänitteet
script-file-id = Nimi tiedostoissa
script-versions = Versiot
script-this-version = Versio { $version } (tämä)
script-version = Versio { $version }
script-compare = vertaa versioon { $version }
script-differences = Mikä on toisin kuin versiossa { $version }
script-differences-caption = { $n ->
    [one] { $n } ero
   *[other] { $n } eroa
}
script-no-difference = Ei muuta kuin numero.
script-col-place = Missä
script-col-now = Tämä versio
script-not-there = ei ole
script-lists-title = Sitä käyttävät kävelylistat
script-lists-none = Ei yhtään.
script-lists-others = Listat, joilla on rungon toinen versio
script-list-with = { $name } (versio { $version })
script-lists-hint = Puhelimet saavat sen ollessaan seuraavan kerran verkossa. Alkanut keskustelu jatkuu sillä versiolla, jolla se alkoi.
script-not-here = Tämän kampanjan oikeudellisen profiilin mukaan mikään lista ei saa käyttää tämänlaista runkoa.
script-only-in-trial = Mikään lista ei voi käyttää sitä yksin. Sitä käytetään kokeen ovista puolella, ja koe valitaan, kun tuonnista tehdään kävelylistoja.
script-give = Käytä tästä lähtien versiota { $version }
script-steps = { $n ->
    [one] { $n } vaihe
   *[other] { $n } vaihetta
}
script-probes = Syvemmälle:
script-listen-for = Kuuntele: { $what }
script-if-stuck = Jos juttu jumittuu: { $what }
script-do = Tee näin: { $what }
script-dont = Älä: { $what }
script-careful = Varo: { $what }
script-tip-new = Ensikertalaiselle: { $what }
script-tip-practised = Kokeneelle: { $what }
script-example = Esimerkkitarina: { $what }
script-media = Katsotaan yhdessä, tuodaan mukana: { $what }
script-both-sides = näyttää molemmat puolet
script-required = Jos tähän ei merkitä mitään, puhelin kertoo sen lopuksi. Se ei estä mitään.
script-skills = Itsearviointiin: { $what }
script-parts = Vaiheiden lisäksi
script-part-paths = Polut
script-part-values = Arvot ja sama asia niiden kannalta
script-part-close = Miten lopetetaan
script-part-stories = Joukkomme tarinoita
script-part-concerns = Huolet ja vastaukset
script-part-asks = Mitä ihmisiltä pyydetään
script-part-outcomes = Lopputulokset
script-part-follow-up = Kysytään myöhemmin uudestaan
script-part-experiment = Kokeessa
script-part-training = Harjoittelu ja purku
script-part-changes = Mikä muuttui
script-skips = Jättää pois: { $what }
script-stresses = Tärkeintä: { $what }
script-asks = Pyydetään: { $what }
script-for = Kenelle: { $what }
script-in-a-hurry = kiireessä
script-not-approved = ei hyväksytty: mikään puhelin ei näytä sitä
script-made-up = keksitty
script-named-day = he sopivat päivän
script-within-days = { $n ->
    [one] { $n } päivän kuluessa
   *[other] { $n } päivän kuluessa
}
script-size = koko { $n }/5
script-outcome-agrees = Niin kuin julkaistussa taulukossa.
script-after-days = { $days } päivän kuluttua
script-sample-all = Kysytään kaikilta.
script-sample-random = Kysytään osalta, sattuman valitsemilta.
script-neutral-sender = kampanjaa nimeämättä
script-not-enabled = ei käytössä
script-seed = Koe ”{ $what }”
script-shared = Sama kaikissa ryhmissä: { $what }
script-right = Oikein: { $what }
script-workshop = Tarinapaja
script-debrief = Purku
script-minutes = { $n ->
    [one] { $n } minuutti
   *[other] { $n } minuuttia
}
script-source-title = Tiedosto
script-download = Lataa tiedosto
script-source-show = Näytä tiedosto
script-retire-title = Poista versio käytöstä
script-retire-what = Käytöstä poistettua versiota ei tarjota uusille listoille. Kaikki sillä käyty on luettavissa, ja listat pitävät sen, kunnes annat niille toisen.
script-retire = Poista käytöstä
script-back-into-use = Ota takaisin käyttöön

audit-script-added = lisäsi keskustelurungon
audit-script-given = antoi listoille rungon toisen version
audit-experiment-set = teki kävelylistoja kokeena
audit-script-retired = poisti rungon version käytöstä
audit-script-back-in-use = otti rungon version takaisin käyttöön
## Mitä on saapunut

delivery-title = Mitä on saapunut
delivery-what = Mitä kukin puhelin kertoi viimeksi ja mitä täällä on. Hajonneesta puhelimesta tiedetään, mitä siihen jäi.
delivery-held = { $n ->
    [one] { $n } merkinnän tiedetään olevan puhelimessa eikä täällä.
   *[other] { $n } merkinnän tiedetään olevan puhelimissa eikä täällä.
}
delivery-drafts = { $n ->
    [one] { $n } keskustelu on kesken; se lasketaan lähettämättömiin.
   *[other] { $n } keskustelua on kesken; ne lasketaan lähettämättömiin.
}
delivery-caption = Jokainen puhelin, niin kuin se viimeksi kertoi
delivery-col-recorded = Kirjattu
delivery-col-arrived = Saapunut
delivery-col-words = Sanoin
delivery-which = puhelin { $n }
delivery-retired = päättynyt
delivery-says = Puhelin sanoo { $recorded }, meillä on { $arrived }.
delivery-still = { $n ->
    [one] { $n } on yhä puhelimessa.
   *[other] { $n } on yhä puhelimessa.
}
delivery-begun = { $n ->
    [one] { $n } keskustelu jäi kesken: sitäkään ei ole lähetetty.
   *[other] { $n } keskustelua jäi kesken: niitäkään ei ole lähetetty.
}
delivery-too-old = Sen sovellus on liian vanha kertomaan, paljonko sillä kaikkiaan on.
delivery-rescued = { $n ->
    [one] Pelastustiedosto { $when }, { $n } merkintä, on tuotu.
   *[other] Pelastustiedosto { $when }, { $n } merkintää, on tuotu.
}
delivery-dead-title = Puhelin, joka ei saa lähetettyä
delivery-dead = Puhelimessa Asetukset ja Pelastustiedosto tekee kaikesta lähettämättömästä yhden sinetöidyn tiedoston, myös ilman verkkoa. Se tulee sinulle viestinä, sähköpostina tai muistitikulla; tuo se palautusavaimella.
heard-more = Puhelin puhelimelta

## Pelastustiedostot ja palautusavain

rescue-title = Pelastustiedostot
rescue-what = Puhelin, joka ei saa lähetettyä, voi antaa kaiken yhtenä tiedostona. Tiedosto on sinetöity: vain palautusavaimesi avaa sen. Palvelin ei säilytä avainta; sitä käytetään vain tähän pyyntöön.
rescue-bring-in = Tuo pelastustiedosto
rescue-file = Pelastustiedosto
rescue-file-hint = Sen nimi alkaa doorstep-rescue.
rescue-do = Avaa ja tuo
rescue-twice = Saman tiedoston voi huoletta tuoda kahdesti: mitään ei tallenneta tai lasketa uudelleen.
rescue-not-taken = Mitään ei tuotu
rescue-not-a-file = Tämä ei ole pelastustiedosto.
rescue-not-a-file-do = Sen nimi alkaa doorstep-rescue. Pyydä se uudelleen, tiedostona eikä viestin tekstinä.
rescue-cut-short = Tiedosto loppuu ennen kuin siitä voi lukea mitään.
rescue-cut-short-do = Se katkesi matkalla. Pyydä se uudelleen; puhelimessa kaikki on yhä tallella.
rescue-other-kit = Antamasi avain ei avaa tätä tiedostoa. Se tarvitsee: { $what }.
rescue-other-kit-do = Vanhat avaimet kelpaavat vanhoihin tiedostoihin: etsi se ja yritä uudelleen.
rescue-some-other-kit = Antamasi avain ei avaa tätä tiedostoa, eikä tiedosto kerro, minkä se tarvitsee.
rescue-some-other-kit-do = Kokeile muita avaimiasi. Tiedostoa, jonka alku on muuttunut, ei avaa mikään: pyydä se uudelleen.
rescue-other-campaign = Tämä tiedosto on toisesta kampanjasta.
rescue-other-campaign-do = Tuo se sen kampanjan toimistossa.
rescue-nothing-sound = Tiedosto on muuttunut, eikä mikään siinä ole ehjää.
rescue-nothing-sound-do = Pyydä se uudelleen; puhelimessa kaikki on yhä tallella.
rescue-too-large = Tämä tiedosto on suurempi kuin mikään pelastustiedosto.
rescue-too-large-do = Pelastustiedostossa on enintään muutama megatavu, ja sen nimi alkaa doorstep-rescue. Onko tämä jokin muu tiedosto?
rescue-no-file = Tiedostoa ei valittu.
rescue-no-file-do = Valitse pelastustiedosto ja lähetä lomake uudelleen.
rescue-no-kit = Palautusavain puuttuu. Tiedosto tarvitsee: { $what }.
rescue-no-kit-do = Valitse avaimen tiedosto tai liitä rivi, joka alkaa AGE-SECRET-KEY-1.
rescue-not-a-kit = Antamasi ei ole palautusavain. Tiedosto tarvitsee: { $what }.
rescue-not-a-kit-do = Avain on rivi, joka alkaa AGE-SECRET-KEY-1. Kirjain voi puuttua tai olla väärin.
kit-title = Palautusavain
kit-none = Palautusavainta ei vielä ole.
kit-none-do = Ennen sitä puhelimet, jotka eivät saa lähetettyä, eivät voi tehdä pelastustiedostoakaan. Tee avain nyt: siihen menee minuutti.
kit-in-use = Puhelimet sinetöivät tiedostonsa avaimelle { $name }.
kit-in-use-now = Avain on käytössä. Puhelimet saavat sen seuraavalla yhteydellä.
kit-caption = Kampanjan avaimet
kit-col-kit = Avain
kit-col-made = Tehty
kit-number = Avain { $n }
kit-tag-in-use = käytössä
kit-unnamed = avain, jota se ei nimeä
kit-not-ours = avain { $name }, jota tällä kampanjalla ei ole ollut
kit-make = Tee palautusavain
kit-make-anew = Tee uusi avain
kit-anew-what = Uusi avain tehdään, jos tämä on kadonnut tai väärät silmät ovat nähneet sen. Uudet tiedostot sinetöidään uudelle; vanha avaa yhä vanhat tiedostot.
kit-owner-only = Vain kampanjan omistaja tekee avaimia.
kit-file = Avaimen tiedosto
kit-file-hint = Sen nimi alkaa doorstep-recovery-kit.
kit-text = Tai avaimen rivi
kit-text-hint = Se alkaa AGE-SECRET-KEY-1.
kit-new-title = Palautusavaimesi
kit-new-what = Tämä näytetään kerran eikä sitä säilytetä palvelimella missään. Kenellä se on, voi lukea jokaisen pelastustiedoston; ilman sitä ei kukaan.
kit-named = Avain { $name }
kit-download = Lataa avain
kit-keep-two = Säilytä se kahdessa paikassa: tulosteena laatikossa ja muistitikulla.
kit-keep-apart = Ei tällä palvelimella eikä siellä, minne pelastustiedostot lähetetään.
kit-keep-lost = Jos se katoaa, tee uusi: vain sille jo tehdyt tiedostot jäävät kiinni.
kit-give-back = Näytä, että se on sinulla
kit-give-back-what = Valitse juuri tallentamasi tiedosto tai liitä sen rivi. Vasta sitten avain on käytössä, jotta mikään puhelin ei sinetöi avaimelle, jota kukaan ei säilyttänyt.
kit-give-back-do = Se on minulla: ota käyttöön
kit-not-given-back = Se ei ollut palautusavain
kit-not-given-back-do = Mitään ei muutettu. Valitse avaimen tiedosto tai liitä sen rivi; jos suljit sivun, jolla se oli, tee uusi.
kit-file-words = Doorstepin palautusavain { $name }, kampanja ”{ $campaign }”
    Se avaa pelastustiedostot: sen, mitä puhelimet eivät saaneet lähetettyä. Kenellä se on, voi lukea ne.
    Säilytä se tulosteena ja muistitikulla, ei palvelimella eikä sähköpostissa.
    Käyttö: avaa toimistossa Pelastustiedostot ja valitse siellä tämä tiedosto.
    Julkinen puolisko, joka puhelimilla on: { $public }
report-title = Mitä pelastustiedostossa oli
report-sum = { $new ->
    [one] { $new } oli uusi
   *[other] { $new } oli uusia
}, { $had ->
    [one] { $had } oli jo täällä.
   *[other] { $had } oli jo täällä.
}
report-aside = { $n ->
    [one] { $n } siirrettiin sivuun sinulle:
   *[other] { $n } siirrettiin sivuun sinulle:
}
report-made = Tehty puhelimessa { $when }.
report-kit = Avattu avaimella { $name }.
report-cut = Tiedosto on katkennut
report-altered = Tiedosto on muuttunut matkalla
report-lost = { $bytes } tavua ei voitu lukea; kaikki ehjä on tallella.
report-promised = Puhelin pani siihen { $promised }, löytyi { $found }.
report-lost-do = Pyydä tiedosto uudelleen ja tuo sekin: täällä jo olevaa ei lasketa kahdesti.
report-fewer = Tiedostossa on vähemmän merkintöjä kuin se sanoo.
report-caption = Kävijöittäin
report-col-new = Uusia
report-col-had = Jo täällä
report-col-rest = Sivussa tai lukematta
report-unlinked = Ilman nimeä
report-unlinked-what = Keskustelut, joita ei yhdistetä oveen, ihmiseen eikä kävijään, tiedoston kaikista puhelimista yhteensä.
report-unknown = Puhelinta ei tunneta
report-unreadable = { $n ->
    [one] { $n } jäi lukematta, eikä sitä säilytetty.
   *[other] { $n } jäi lukematta, eikä niitä säilytetty.
}
report-another = Tuo toinen

## Poistopyynnöt

erasures-title = Poistopyynnöt
erasures-what = Kun joku pyytää ovella tietojensa poistamista, ne poistetaan heti, kun puhelimen sana saapuu tänne: nimi, käynnit, toiveet, liitetyt keskustelut ja syrjään pantu. Tämä sivu on niitä varten, jotka kirjoittavat toimistolle, ja kertoo, mitä on poistettu. Ketään ei nimetä.
erasures-done = { $n ->
    [0] Tehty. Nimi on poissa kaikilta listoilta; mitään ei ollut kirjattu.
    [one] Tehty. Nimi ja { $n } merkintä ovat poissa.
   *[other] Tehty. Nimi ja { $n } merkintää ovat poissa.
}
erasures-find-title = Joku kirjoitti toimistolle
erasures-find = Nimi tai osoite
erasures-find-hint = Kuten kävelylistalla tai osa siitä: "Virtanen Annankatu". Kirjoittamaasi ei tallenneta eikä se näy missään lokissa.
erasures-find-do = Etsi
erasures-limits-title = Mitä ei voi luvata
erasures-limit-unlinked = Keskusteluja, joita ei ole liitetty keneenkään, ei löydy henkilön perusteella, joten ne jäävät. Niissä ei ole ovea, henkilöä eikä kävijää.
erasures-limit-phones = Puhelin poistaa tiedot, kun se seuraavan kerran tavoittaa palvelimen. Siihen asti ne voivat olla siinä; alla näkyy kenen.
erasures-limit-files = PostgreSQL:n omissa tiedostoissa ja varmuuskopioissa jäljet säilyvät, kunnes ne kirjoitetaan yli. Palautettu varmuuskopio siivotaan uudelleen poistojen luettelosta.
erasures-limit-exports = Aiemmin viedyt tai tulostetut tiedostot on sinun hävitettävä.
erasures-list-title = Toteutetut
erasures-none = Kukaan ei ole vielä pyytänyt.
erasures-col-when = Milloin
erasures-col-who = Kuka
erasures-col-how = Pyydetty
erasures-col-records = Poistettuja merkintöjä
erasures-col-phones = Puhelimet
erasures-col-do = Poisto
erasures-person = yksi henkilö
erasures-household = kaikki yhdessä osoitteessa
erasures-everybody = Kaikki tässä osoitteessa
erasures-at-door = ovella
erasures-at-desk = täällä, tekijänä { $lead }
erasures-all-heard = poissa kaikista puhelimista
erasures-may-hold = { $n ->
    [one] { $n } puhelimessa voi vielä olla:
   *[other] { $n } puhelimessa voi vielä olla:
}
erasures-found-title = Kuka hän on?
erasures-found-none = Ketään sellaista ei ole listoilla. Tiedot on ehkä jo poistettu tai kirjoitettu toisin.
erasures-found-more = Osumia on enemmän kuin näkyy. Kirjoita enemmän nimestä tai osoitteesta.
erasures-found-caption = Valitse, kenen tiedot poistetaan. Näet vielä kerran, mitä poistuu.
erasures-choose = Valitse
erasures-confirm-title = Poista, mitä heistä on tallessa
erasures-confirm-person = { $name }, { $address }
erasures-confirm-household = Kaikki osoitteessa { $address }
erasures-confirm-final = Tätä ei voi perua
erasures-confirm-goes = Nimi, heidän kanssaan kirjatut käynnit ja toiveet sekä niihin liitetyt keskustelut poistetaan täältä heti, kaikkialta missä heidät on listattu tässä kampanjassa. Luvut ja tulokset muuttuvat samalla.
erasures-confirm-phones = Puhelimet, joissa lista on, poistavat tiedot tavoittaessaan palvelimen seuraavan kerran, myös omat keskustelunsa heidän kanssaan.
erasures-confirm-import = Kukaan ei enää soita heidän ovikelloaan, ja myöhempi tuonti jättää heidät pois. Sitä varten säilytetään nimestä ja osoitteesta tiiviste, jota ei voi lukea takaisin.
erasures-confirm-do = Poista lopullisesti
erasures-confirm-not = Jätä ennalleen
wish-stands = Pyysi, ettei enää käydä.
wish-lift = He toivovat, että käymme taas
wish-title = Käydään taas
wish-theirs = Vain jos he pyysivät sitä itse
wish-phones = ”Ei enää koskaan” perutaan. Puhelimet, joilla lista on, näyttävät oven taas käytävänä, kun ne saavat yhteyden palvelimeen.
wish-later = Jos he sanovat sen uudestaan, se on taas voimassa.
wish-audit = Lokiin jää, että teit tämän. Poistetut pysyvät poistettuina, eikä heitä löydy täältä.
wish-do = Peru ”ei enää koskaan”
wish-lifted-done = Peruttu. Heillä saa käydä taas.

## Puhelimet

phones-title = Puhelimet
phones-what = Kenen puhelimet ovat käytössä ja mitkä kävelylistat kullakin on. Mikään täällä ei heitä pois sitä, mitä puhelin ei ole vielä lähettänyt.
phones-none = Kukaan ei ole vielä liittynyt.
phones-retire = Poista käytöstä
phones-retire-what = Sille, joka lähtee hyvässä järjestyksessä. Puhelin piilottaa listansa heti, lähettää kesken olevan enintään 14 päivän ajan ja poistaa sitten listojen ihmiset.
phones-lose = Merkitse kadonneeksi
phones-lose-what = Puhelimelle, joka voi olla vieraissa käsissä. Se ei saa enää mitään. Mitä se vielä lähettää, pannaan syrjään katsottavaksesi, ja kun se seuraavan kerran tavoittaa palvelimen, se luovuttaa kaiken ja tyhjentää itsensä.
phones-take-list = Ota lista takaisin
phones-take-list-what = Yhdeltä kävijältä; muut pitävät sen. Puhelin piilottaa listan tavoittaessaan palvelimen, lähettää kesken olevan ja poistaa ihmiset. Sillä välin kirjattu otetaan vastaan ja merkitään.
phones-again = Takaisin käyttöön
phones-caption = Puhelimet: { $name }
phones-col-phone = Puhelin
phones-col-state = Tila
phones-col-heard = Viimeksi kuultu
phones-col-waiting = Lähettämättä
phones-col-do = Muuta
phones-nth = Puhelin { $n }
phones-state-active = käytössä
phones-state-retired = poistettu käytöstä
phones-state-lost = kadonnut
phones-days-left = { $n ->
    [0] Ei saa enää lähettää
    [one] Saa lähettää vielä { $n } päivän
   *[other] Saa lähettää vielä { $n } päivää
}
phones-lists = Hallussa
phones-no-lists = Ei kävelylistaa hallussa.
phones-late = { $n ->
    [one] { $n } kirjattu myöhässä
   *[other] { $n } kirjattu myöhässä
}
phones-late-what = Kirjattu sen jälkeen, kun lista oli otettu takaisin tai vanhentunut. Se otettiin silti vastaan; katso, lasketko sen mukaan.
phones-clock = { $n ->
    [one] { $n } väärällä kellolla
   *[other] { $n } väärällä kellolla
}
phones-clock-what = Puhelimen kello oli yli viisi minuuttia väärässä. Sanottu pätee; ajankohtaan ei voi luottaa.

## Kahdesti kerrotut keskustelut

conflicts-link = Kahdesti kerrottu: missä kaksi kertomusta samasta keskustelusta eroavat
conflicts-title = Kahdesti kerrotut keskustelut
conflicts-what = Kaksi ihmistä voi kirjata saman keskustelun. Jos kaksi samaan ihmiseen liitettyä keskustelua on 48 tunnin sisällä ja ne eroavat, ne ovat tässä rinnakkain. Sinä sanot, kumpi lasketaan. Molemmat säilyvät, ja voit muuttaa mielesi. Keskusteluja, joita ei ole liitetty keneenkään, ei voi verrata.
conflicts-none = Mitkään kaksi kertomusta eivät eroa.
conflicts-open = molemmat lasketaan
conflicts-open-what = Kunnes sanot, kumpi on oikein, molemmat ovat mukana tuloksissa.
conflicts-settled = Ratkaissut { $by }, { $ago }.
conflicts-when = Milloin
conflicts-outcome = Mitä siitä tuli
conflicts-words = Mikä vaikutti
conflicts-counts = Lasketaan
conflicts-this-counts = Tämä lasketaan
conflicts-let-count = Laske tämä
conflicts-read = Lue kokonaan

## Puhelut

import-channel = Miten nämä ihmiset tavoitetaan?
import-channel-door = Ovilla. Tiedoston puhelinnumeroita ei tuoda.
import-channel-phone = Puhelimitse. Silloin tarvitaan nimi ja numero; osoitetta ei.
field-telephone = Puhelinnumero
preview-good-calls = { $good ->
    [one] { $good } hyvä rivi
   *[other] { $good } hyvää riviä
}: { $doors ->
    [one] { $doors } soitettava numero
   *[other] { $doors } soitettavaa numeroa
}
wrong-no-telephone = Puhelinnumero puuttuu. Ilman sitä ei voi soittaa.
wrong-telephone = Tähän ei voi soittaa. Taulukko-ohjelmat pilaavat usein numeroita: vie sarake tekstinä.
wrong-nobody-to-call = Ketään ei ole nimetty, joten ei tiedetä, ketä kysyä.
wrong-number-elsewhere = Sama numero on myös toisessa osoitteessa. Molemmat pidetään; toinen niistä lienee lipsahdus.
provenance-register = Olen tarkistuttanut numerot meitä koskevasta soittokieltorekisteristä, eikä siinä olevia ole tässä tiedostossa.
provenance-register-hint = Isossa-Britanniassa se on Telephone Preference Service (TPS), järjestöjen numeroille CTPS. Muualla kysykää, mitkä säännöt koskevat teidän kaltaistanne kampanjaa. Vahvistuksesi ja sen päivä säilyvät listojen mukana.
provenance-register-missing = Soittolistoja tehdään vain tarkistetuista numeroista. Rastita, kun se on tehty.
cut-title-calls = Tee soittolistoja: { $file }
cut-imported-calls = Tuotu: { $doors } numeroa, { $people } ihmistä. { $left ->
    [0] Yhtään riviä ei jätetty pois.
    [one] { $left } rivi jätettiin pois.
   *[other] { $left } riviä jätettiin pois.
}
cut-nothing-left-calls = Tämän tiedoston kaikki numerot ovat jo jollakin listalla.
cut-how-calls = { $n ->
    [one] Miten { $n } numero jaetaan listoihin?
   *[other] Miten { $n } numeroa jaetaan listoihin?
}
cut-size-calls = Numeroita listalla
cut-size-hint-calls = Illassa ehtii soittaa noin 50 numeroon. Ne pysyvät tiedoston järjestyksessä.
cut-no-script-calls = Yhtään käytössä olevaa keskustelurunkoa ei ole kirjoitettu puheluihin. Tuo kohdassa Keskustelurungot sellainen, jonka kanavissa on "phone", ja palaa sitten: mitään ei katoa.
cut-make-calls = { $n ->
    [one] Tee { $n } soittolista
   *[other] Tee { $n } soittolistaa
}
cut-name-calls = Puhelut
lists-col-doors-calls = Numeroita
lists-calls = puhelimitse
list-whom-to-call = Kenelle soittaa
list-col-people-calls = Kenelle soittaa
list-register = Soittokieltorekisteri
list-register-checked = numerot tarkistettu, vahvistettu tuonnissa { $day }
filter-all-doors = Kaikki kävelylistat
filter-all-calls = Kaikki soittolistat
results-apart = Ovet ja puhelut lasketaan erikseen: vastaajat ovat eri ihmisiä ja vastaavat toisin.
calls-title = Puheluista keskusteluihin
calls-doors = Numeroita listoilla
calls-doors-means = Puhelinnumerot kaikilla tässä lasketuilla soittolistoilla. Saman osoitteen yhteinen numero lasketaan kerran.
calls-tried = Soitettu
calls-tried-means = Numerot, joihin soitettiin ainakin kerran, tuli siitä mitä tuli: myös varattu, vastaaja ja väärä numero.
calls-answered = Joku vastasi
calls-answered-means = Numerot, joista joku vastasi ainakin kerran, listalla tai ei. Puhelinvastaaja ei ole vastaus eikä väärä numerokaan.
calls-met = Listalla olevia tavoitettu
calls-met-means = Listalla olevat ihmiset, jotka tulivat itse puhelimeen, tuli siitä mitä tuli.
calls-first = Antoi ensimmäisen luvun
calls-first-means = Heistä ne, jotka antoivat ensimmäisen luvun tai sanoivat "kahden luvun välillä".
calls-both = Antoi luvun myös lopussa
calls-both-means = Heistä ne, jotka antoivat luvun uudelleen lopussa.
calls-of-doors = numeroista
calls-of-tried = soitetuista numeroista
calls-of-answered = numeroista, joista joku vastasi
calls-of-met = tavoitetuista
calls-of-first = ensimmäisen luvun antaneista
calls-became = Mitä puheluista tuli
call-nobody-answered = kukaan ei vastannut
call-busy = varattu
call-voicemail = vastaaja, ei jätetty viestiä
call-voicemail-message = vastaaja, jätettiin viesti
call-wrong-number = väärä numero
call-not-in-service = numero ei ole käytössä
disposition-not-home-calls = ei tavoitettu
disposition-no-such-address-calls = numerolla ei tavoita
disposition-come-back-calls = soitetaan toiste
