### Harjoittelu ja oma tarina. Luetaan keittiön pöydän ääressä rauhassa; vain merkintä
### luetaan, kun joku puhuu.

## Harjoittelu

practice-badge = Vain harjoittelua
practice-lead = Kokonainen keskustelu keksityn talouden kanssa. Mitään ei tallenneta, lasketa eikä lähetetä. Kun suljet sovelluksen, se on poissa.
practice-script = Mikä käsikirjoitus?
practice-shows = Mitä näytöllä näkyy?
practice-full = Kaikki, mitä on
practice-glance = Kuten ovella
practice-show-full = Näytä kaikki
practice-show-glance = Näytä kuten ovella
practice-where = Missä keskustelu käydään?
practice-door = Ovella
practice-phone = Puhelimessa
practice-stall = Kojulla
practice-part = Kuka esittää naapuria?
practice-part-none = Ei kukaan: käyn sen läpi yksin
practice-card = Anna kortti
practice-card-detail = Parisi osa, itse luettavaksi tai ääneen
practice-you-are = Sinä esität naapuria
practice-start = Aloitat tästä: { $answer }
practice-they-say = Mitä voit sanoa
practice-goals = Mitä toinen harjoittelee
practice-be-kind = Älä tee siitä helppoa äläkä vaikeaa. Kun sinua kuullaan, kerro vähän lisää.
practice-begin = Aloita
practice-nothing = Puhelimessa ei ole vielä käsikirjoitusta. Se tulee ensimmäisen listan mukana.
practice-street = Harjoituskatu
practice-one = Robin Malli
practice-other = Kim Malli
practice-seconds = Noin { $seconds } sekuntia.
practice-story = Valmistele oma tarinasi
practice-story-detail = Harjoitus päättyy tähän
practice-stop = Lopeta harjoitus
practice-held = Keskustelu on ohi
practice-at-a-door = Vain harjoitus. Oikealla ovella:
practice-look-back = Katso taaksepäin
practice-after = Miten meni?
practice-after-lead = Kysy ensin pariltasi: mitä hän huomasi? Sitten mieti itse. Mitään tästä ei tallenneta.
practice-again = Uudestaan
practice-done = Valmis

practice-tips-new = Kun tämä on sinulle uutta
practice-tips-practised = Kun olet tehnyt tätä jo jonkin aikaa
practice-examples = Tarinoita joukostamme
practice-examples-hint = Siitä näkee, miten se tehdään. Kerro omasi: toisen tarina ei ole sinun.

## Omat tarinat

stories-lead = Yksi ihminen, yksi hetki, yksi tunne, yksi lause siitä, miksi tulit. Se kestää noin minuutin, ja sen jälkeen toisenkin on turvallista kertoa omansa.
stories-none = Missään käsikirjoituksessasi ei ole kohtaa omalle tarinalle.
stories-new = Kirjoita tarina
story-title = Oma tarinasi
story-unwritten = Vielä kirjoittamatta
story-chosen = Tämän näet ovella
story-kept = Tallessa toista kertaa varten
story-stays = Pysyy tässä puhelimessa. Sitä ei lähetetä eikä se ole pelastustiedostoissa. Se poistuu, kun lähdet kampanjasta.
story-person = Yksi ihminen
story-person-hint = Kuka hän on sinulle? ”Tätini”, ei koskaan nimeä.
story-moment = Yksi hetki
story-moment-hint = Missä olit, mitä siellä näkyi? Kohtaus jää mieleen, yhteenveto ei.
story-feeling = Yksi tunne
story-feeling-hint = Yksi sana sille, mitä tunsit. Sanot sen ääneen.
story-link = Yksi lause: miksi tulit
story-link-hint = Siitä hetkestä tämän päivän kysymykseen, ilman lukuja.
story-choose = Näytä tämä ovella
story-delete = Poista tarina
story-deleted = Tarina on poistettu
story-deleted-hint = Saat sen takaisin niin kauan kuin tämä näyttö on auki.
story-tell = Kerro se ääneen
story-telling = Katso ylös ja kerro
story-told = Siinä se oli
story-aim = { $from }–{ $to } sekuntia on hyvä pituus
story-last = Viimeksi { $time }
story-right = Sopivan pituinen.
story-short = Melko lyhyt. Viivy hetkessä pidempään: mitä siellä näkyi?
story-long = Melko pitkä. Yksi kohtaus riittää.
