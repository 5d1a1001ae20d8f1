package dev.eventferry.cli;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The customers and goods of the demo, all made up and the same each time. */
final class DemoPeople {

    private static final List<String> FIRST = List.of(
            "Ada", "Bruno", "Chiara", "Deniz", "Emil", "Fatma", "Greta", "Henri", "Ines", "Jonas", "Kenji", "Lea");
    private static final List<String> LAST =
            List.of("Lange", "Moreau", "Nowak", "Okafor", "Petrov", "Quandt", "Rossi", "Schulz", "Tanaka", "Weiss");
    private static final List<Product> PRODUCTS = List.of(
            new Product("SKU-1001", "Enamel kettle", "Kitchen", 3950),
            new Product("SKU-1002", "Oak cutting board", "Kitchen", 2490),
            new Product("SKU-2001", "Linen bedding", "Bedroom", 12900),
            new Product("SKU-3001", "Trail running shoes", "Sports", 8995),
            new Product("SKU-3002", "Running socks, 3 pairs", "Sports", 1499));

    private DemoPeople() {}

    /** @param cents the price in the minor unit */
    record Product(String id, String name, String category, long cents) {}

    /** A customer; domains and numbers are those reserved for examples. */
    record Person(int number, String first, String last) {

        String email() {
            return first.toLowerCase(Locale.ROOT) + "." + last.toLowerCase(Locale.ROOT) + number + "@example.com";
        }

        String phone() {
            return String.format(Locale.ROOT, "+49 30 23125 %03d", number % 1000);
        }

        String ip() {
            return "203.0.113." + (1 + number % 250);
        }

        String clickId() {
            return "E.C.P.demo" + Integer.toHexString(number * 7919);
        }
    }

    static Person person(int number) {
        return new Person(number, FIRST.get(number % FIRST.size()), LAST.get(number / 5 % LAST.size()));
    }

    static Product product(Random dice) {
        return PRODUCTS.get(dice.nextInt(PRODUCTS.size()));
    }

    /** An amount as shops write it: 1990 is 19.90. */
    static String amount(long cents) {
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }
}
