package dev.eventferry.tiktok;

import static dev.eventferry.tiktok.Code.Action.DELIVERED;
import static dev.eventferry.tiktok.Code.Action.PARK;
import static dev.eventferry.tiktok.Code.Action.PARTLY;
import static dev.eventferry.tiktok.Code.Action.REPAIR;
import static dev.eventferry.tiktok.Code.Action.RETRY;
import static dev.eventferry.tiktok.Code.Action.RETRY_A_FEW_TIMES;
import static dev.eventferry.tiktok.Code.Action.THROTTLED;
import static dev.eventferry.tiktok.Code.Who.ACCOUNT;
import static dev.eventferry.tiktok.Code.Who.NOBODY;
import static dev.eventferry.tiktok.Code.Who.OPERATOR;
import static dev.eventferry.tiktok.Code.Who.SENDER;
import static dev.eventferry.tiktok.Pause.BACKOFF;
import static dev.eventferry.tiktok.Pause.FIVE_MINUTES;
import static dev.eventferry.tiktok.Pause.NEXT_SECOND;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All of TikTok's codes that are known, as data (tiktok-events-api 2.3). */
public final class Codes {

    // spotless:off
    private static final List<Code> ALL = List.of(
            new Code(0,     "taken",                                                     DELIVERED, BACKOFF, NOBODY),
            new Code(20001, "partly taken; failed_events says which were not",           PARTLY,    BACKOFF, SENDER),
            new Code(40000, "parameters invalid: plain personal data, or a field that is no more", REPAIR, BACKOFF, SENDER),
            new Code(40001, "no permission for this pixel, event set or app",            PARK,      BACKOFF, ACCOUNT),
            new Code(40002, "a parameter is wrong; the message may say which",           REPAIR,    BACKOFF, SENDER),
            new Code(40006, "no such version of the API",                                PARK,      BACKOFF, OPERATOR),
            new Code(40007, "no such endpoint",                                          PARK,      BACKOFF, OPERATOR),
            new Code(40008, "no such endpoint",                                          PARK,      BACKOFF, OPERATOR),
            new Code(40009, "not in the sandbox",                                        PARK,      BACKOFF, OPERATOR),
            new Code(40010, "the object is not there",                                   PARK,      BACKOFF, OPERATOR),
            new Code(40013, "not in the sandbox",                                        PARK,      BACKOFF, OPERATOR),
            new Code(40014, "not in the sandbox",                                        PARK,      BACKOFF, OPERATOR),
            new Code(40016, "too many requests of this app",                             THROTTLED, NEXT_SECOND, NOBODY),
            new Code(40050, "the same request again: it was taken before",               DELIVERED, BACKOFF, NOBODY),
            new Code(40051, "wrong domain",                                              PARK,      BACKOFF, OPERATOR),
            new Code(40100, "too many requests of this app",                             THROTTLED, NEXT_SECOND, NOBODY),
            new Code(40101, "credentials do not match",                                  PARK,      BACKOFF, OPERATOR),
            new Code(40102, "the access token is expired",                               PARK,      BACKOFF, OPERATOR),
            new Code(40104, "the access token is empty",                                 PARK,      BACKOFF, OPERATOR),
            new Code(40105, "the access token is wrong or was revoked",                  PARK,      BACKOFF, OPERATOR),
            new Code(40106, "the user is blocked",                                       PARK,      BACKOFF, ACCOUNT),
            new Code(40110, "credentials do not match",                                  PARK,      BACKOFF, OPERATOR),
            new Code(40113, "the app is blocked",                                        PARK,      BACKOFF, ACCOUNT),
            new Code(40115, "credentials do not match",                                  PARK,      BACKOFF, OPERATOR),
            new Code(40116, "the signature is wrong",                                    PARK,      BACKOFF, OPERATOR),
            new Code(40117, "the signature's method is wrong",                           PARK,      BACKOFF, OPERATOR),
            new Code(40118, "not on the allow-list; app events need one",                PARK,      BACKOFF, ACCOUNT),
            new Code(40119, "the company does not match",                                PARK,      BACKOFF, ACCOUNT),
            new Code(40124, "the developer's profile is not complete",                   PARK,      BACKOFF, ACCOUNT),
            new Code(40125, "a permission is missing",                                   PARK,      BACKOFF, ACCOUNT),
            new Code(40132, "too many requests for this pixel; a leaked token may be why", THROTTLED, FIVE_MINUTES, OPERATOR),
            new Code(40133, "too many requests of this advertiser",                      THROTTLED, NEXT_SECOND, NOBODY),
            new Code(40200, "another task is in the way",                                RETRY_A_FEW_TIMES, BACKOFF, NOBODY),
            new Code(40201, "another task is in the way",                                RETRY_A_FEW_TIMES, BACKOFF, NOBODY),
            new Code(40202, "another task is in the way",                                RETRY_A_FEW_TIMES, BACKOFF, NOBODY),
            new Code(40300, "no such advertiser",                                        PARK,      BACKOFF, OPERATOR),
            new Code(40301, "the advertiser does not match",                             PARK,      BACKOFF, OPERATOR),
            new Code(40700, "TikTok could not check the request",                        RETRY_A_FEW_TIMES, BACKOFF, NOBODY),
            new Code(41000, "our address is in a country that TikTok does not serve",    PARK,      BACKOFF, OPERATOR),
            new Code(41001, "the interface is offline",                                  PARK,      BACKOFF, OPERATOR),
            new Code(41002, "a field is not in use",                                     PARK,      BACKOFF, OPERATOR),
            new Code(50000, "trouble at TikTok",                                         RETRY,     BACKOFF, NOBODY),
            new Code(50002, "trouble at TikTok",                                         RETRY,     BACKOFF, NOBODY),
            new Code(51305, "trouble at TikTok",                                         RETRY,     BACKOFF, NOBODY),
            new Code(60001, "maintenance",                                               RETRY,     FIVE_MINUTES, NOBODY));
    // spotless:on

    private static final Map<Integer, Code> BY_NUMBER =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Code::number, Function.identity()));

    private Codes() {}

    /** All that are known, by number. */
    public static List<Code> all() {
        return ALL;
    }

    /** The code of that number; of one that is not known, what its class means: 4xxxx blame the event, others the moment. */
    public static Code of(int number) {
        Code known = BY_NUMBER.get(number);
        if (known != null) {
            return known;
        }
        return number / 10_000 == 4
                ? new Code(number, "unknown, of the class of wrong requests", REPAIR, BACKOFF, SENDER)
                : new Code(number, "unknown, of the class of passing trouble", RETRY, BACKOFF, NOBODY);
    }
}
