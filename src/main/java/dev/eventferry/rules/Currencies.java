package dev.eventferry.rules;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Currencies: those that TikTok lists, and those there are. */
final class Currencies {

    /** The 62 of TikTok's page and the 4 that its iOS SDK knows besides (tiktok-events-api 1.3.2). */
    static final Set<String> LISTED = Set.of(
            ("AED ARS AUD BDT BHD BIF BOB BRL CAD CHF CLP CNY COP CRC CZK DKK DZD EGP EUR GBP GTQ HKD HNL HUF IDR ILS"
                            + " INR ISK JPY KES KHR KRW KWD KZT MAD MOP MXN MYR NGN NIO NOK NZD OMR PEN PHP PKR PLN PYG"
                            + " QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VES VND ZAR IQD JOD LBP TZS")
                    .split(" "));

    private static final Set<String> ISO = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Currencies() {}

    /** Three upper-case letters, if that is what the text says. */
    static String code(String text) {
        return text.strip().toUpperCase(Locale.ROOT);
    }

    static boolean isIso(String code) {
        return ISO.contains(code);
    }
}
