//! Lines of address as files have them, and how they are read and said again.

use super::*;

fn read(line: &str) -> (String, String, String) {
    let address = parse(line, false);
    (address.street, address.number, address.unit)
}

fn parts(street: &str, number: &str, unit: &str) -> (String, String, String) {
    (street.to_owned(), number.to_owned(), unit.to_owned())
}

#[test]
fn the_number_is_read_on_either_end_of_the_street() {
    assert_eq!(
        read("Aleksanterinkatu 11"),
        parts("Aleksanterinkatu", "11", "")
    );
    assert_eq!(read("12 High Street"), parts("High Street", "12", ""));
    assert_eq!(read("12, High Street"), parts("High Street", "12", ""));
    assert_eq!(
        read("  Iso   Roobertinkatu  4 "),
        parts("Iso Roobertinkatu", "4", "")
    );
    assert_eq!(read("3. linja 17"), parts("3. linja", "17", ""));
    assert_eq!(read("10 5th Avenue"), parts("5th Avenue", "10", ""));
}

#[test]
fn numbers_keep_their_letters_ranges_and_fractions() {
    assert_eq!(read("Annankatu 12b"), parts("Annankatu", "12b", ""));
    assert_eq!(
        read("Aleksanterinkatu 46 A"),
        parts("Aleksanterinkatu", "46 A", "")
    );
    assert_eq!(read("Annankatu 31–33"), parts("Annankatu", "31-33", ""));
    assert_eq!(
        read("Fabianinkatu 29-27"),
        parts("Fabianinkatu", "29-27", "")
    );
    assert_eq!(read("5-7 High Street"), parts("High Street", "5-7", ""));
    assert_eq!(read("12 1/2 Main St"), parts("Main St", "12 1/2", ""));
    assert_eq!(read("12 E Main St"), parts("E Main St", "12", ""));
    assert_eq!(read("12 B Main St"), parts("Main St", "12 B", ""));
    assert_eq!(
        read("7 bis rue de la Paix"),
        parts("rue de la Paix", "7 bis", "")
    );
}

#[test]
fn a_flat_in_the_same_line_becomes_the_unit() {
    assert_eq!(
        read("Erottajankatu 11 B 9"),
        parts("Erottajankatu", "11", "B 9")
    );
    assert_eq!(read("Annankatu 5 as 3"), parts("Annankatu", "5", "as 3"));
    assert_eq!(
        read("12 High Street, Flat 3"),
        parts("High Street", "12", "Flat 3")
    );
    assert_eq!(
        read("Flat 3, 12 High Street"),
        parts("High Street", "12", "Flat 3")
    );
    assert_eq!(
        read("Flat 3 12 High Street"),
        parts("High Street", "12", "Flat 3")
    );
    assert_eq!(
        read("123 Main St Apt 4B"),
        parts("Main St", "123", "Apt 4B")
    );
    assert_eq!(read("123 Main St #4"), parts("Main St", "123", "#4"));
}

#[test]
fn words_around_the_address_help_to_find_the_door_and_are_kept() {
    assert_eq!(
        read("Aleksanterinkatu 13 A, 5. krs./Floor 5"),
        parts("Aleksanterinkatu", "13 A", "5. krs./Floor 5")
    );
    assert_eq!(
        read("Caisa, Vilhonkatu 6, 1. krs. / Floor 1"),
        parts("Vilhonkatu", "6", "Caisa, 1. krs. / Floor 1")
    );
    assert_eq!(
        read("Erottajankatu 7 A, sisäpiha"),
        parts("Erottajankatu", "7 A", "sisäpiha")
    );
    assert_eq!(
        read("Galleria Esplanad, Aleksanterinkatu 42"),
        parts("Aleksanterinkatu", "42", "Galleria Esplanad")
    );
}

#[test]
fn a_house_without_a_number_keeps_its_name_and_its_street() {
    assert_eq!(
        read("Rose Cottage, Church Lane"),
        parts("Church Lane", "", "Rose Cottage")
    );
    assert_eq!(read("Rautatieasema"), parts("Rautatieasema", "", ""));
    assert_eq!(read("17b"), parts("", "17b", ""));
    assert_eq!(side(""), Side::Whole);
    assert_eq!(read(""), parts("", "", ""));
    assert_eq!(read(" , ,"), parts("", "", ""));
}

#[test]
fn town_and_postcode_in_the_line_are_told_from_the_door() {
    let address = parse("12 High Street, Flat 2, London SW1A 1AA", false);
    assert_eq!(address.unit, "Flat 2");
    assert_eq!(address.city, "London");
    assert_eq!(address.postcode, "SW1A 1AA");
    let address = parse("Annankatu 5 A 3, 00120 Helsinki", false);
    assert_eq!(
        (address.unit.as_str(), address.city.as_str()),
        ("A 3", "Helsinki")
    );
    assert_eq!(address.postcode, "00120");
    let address = parse("12 High Street, Leeds", true);
    assert_eq!(
        (address.unit.as_str(), address.city.as_str()),
        ("", "Leeds")
    );
    let address = parse("123 Main St, Springfield, 62704-1234", false);
    assert_eq!(
        (address.city.as_str(), address.postcode.as_str()),
        ("Springfield", "62704-1234")
    );
}

#[test]
fn sides_go_by_parity_of_the_first_number() {
    assert_eq!(side("5"), Side::Odd);
    assert_eq!(side("12b"), Side::Even);
    assert_eq!(side("29-27"), Side::Odd);
    assert_eq!(side("10-13"), Side::Even);
}

#[test]
fn units_are_counted_as_a_person_counts() {
    let mut units = ["B 1", "A 10", "A 3", "", "C", "A", "3", "a 2"];
    units.sort_by(|one, other| natural_order(one, other));
    assert_eq!(units, ["", "3", "A", "a 2", "A 3", "A 10", "B 1", "C"]);
}

#[test]
fn an_address_is_said_as_its_country_says_it() {
    assert_eq!(house("Annankatu", "5"), "Annankatu 5");
    assert_eq!(house("High Street", "12"), "12 High Street");
    assert_eq!(house("N Main St NW", "12"), "12 N Main St NW");
    assert_eq!(house("rue de la Paix", "7 bis"), "7 bis rue de la Paix");
    assert_eq!(house("Church Lane", ""), "Church Lane");
    assert_eq!(house("Park", "3"), "Park 3");
}

#[test]
fn two_columns_for_the_flat_are_said_once() {
    assert_eq!(join_units("A 1", "sisäpiha"), "A 1, sisäpiha");
    assert_eq!(join_units("A 1", "a1"), "a1");
    assert_eq!(join_units("", "B 2"), "B 2");
    assert_eq!(join_units("B 2", " "), "B 2");
}

proptest::proptest! {
    #[test]
    fn any_line_is_read_without_panic_and_loses_no_letter(line in "[a-zåäö0-9 ,./#-]{0,40}") {
        let address = parse(&line, false);
        let all = format!("{} {} {} {} {}", address.street, address.number, address.unit, address.city, address.postcode);
        let count = |text: &str| {
            let mut letters: Vec<char> = text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters
        };
        proptest::prop_assert_eq!(count(&line), count(&all));
    }

    #[test]
    fn natural_order_is_an_order(mut words in proptest::collection::vec("[aAbB0-9 ]{0,4}", 0..12)) {
        words.sort_by(|one, other| natural_order(one, other));
        for pair in words.windows(2) {
            proptest::prop_assert!(natural_order(&pair[0], &pair[1]).is_le());
        }
    }
}
