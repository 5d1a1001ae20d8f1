package dev.eventferry.rules;

import dev.eventferry.event.EventSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** TikTok's event names as data (tiktok-events-api 3.1-3.3). */
final class Vocabulary {

    private static final String PAGE = "Pageview";

    // spotless:off
    /** Web, offline and CRM, since 2025. */
    static final List<String> STANDARD = List.of(
            "AddPaymentInfo", "AddToCart", "AddToWishlist", "ApplicationApproval", "CompleteRegistration", "Contact",
            "CustomizeProduct", "Download", "FindLocation", "InitiateCheckout", "Lead", "Purchase", "Schedule",
            "Search", "StartTrial", "SubmitApplication", "Subscribe", "ViewContent");

    /** Names of before 2025 that TikTok converts, and what to. */
    static final Map<String, String> OLD = Map.of("CompletePayment", "Purchase", "SubmitForm", "Lead");

    /** Taken, but not on TikTok's page: two that end in 2027, and the pixel's own page event. */
    static final List<String> HIDDEN = List.of("ClickButton", "PlaceAnOrder", PAGE);

    /** Apps have words of their own; their spelling is TikTok's. */
    static final List<String> APP = List.of(
            "AchieveLevel", "AddPaymentInfo", "AddToCart", "AddToWishlist", "Checkout", "CompleteTutorial",
            "CreateGroup", "CreateRole", "GenerateLead", "ImpressionLevelAdRevenue", "InAppADClick", "InAppADImpr",
            "InstallApp", "JoinGroup", "LaunchAPP", "LoanApplication", "LoanApproval", "LoanDisbursal", "Login",
            "Purchase", "Rate", "Registration", "Search", "SpendCredits", "StartTrial", "Subscribe",
            "UnlockAchievement", "ViewContent");

    private static final Map<String, String> WEB_TO_APP = Map.of(
            "InitiateCheckout", "Checkout", "CompleteRegistration", "Registration", "Lead", "GenerateLead",
            "SubmitForm", "GenerateLead", "CompletePayment", "Purchase");

    private static final Map<String, String> APP_TO_WEB = Map.of(
            "Checkout", "InitiateCheckout", "Registration", "CompleteRegistration", "GenerateLead", "Lead");

    // spotless:on

    /** All names that events of any source may have, but those that senders make up. */
    static Set<String> all() {
        Set<String> all = new TreeSet<>(STANDARD);
        all.addAll(OLD.keySet());
        all.addAll(HIDDEN);
        all.addAll(APP);
        return all;
    }

    /** Names that look custom, but that TikTok turns into standard ones. */
    private static final Map<String, String> RESERVED = Map.ofEntries(
            Map.entry("AddBilling", "AddPaymentInfo"),
            Map.entry("Browse", PAGE),
            Map.entry("ClickForm", "Lead"),
            Map.entry("ClickInDownloadPage", "ClickButton"),
            Map.entry("ClickToDownload", "Download"),
            Map.entry("Consult", "Contact"),
            Map.entry("ConsultByPhone", "Contact"),
            Map.entry("StartCheckout", "InitiateCheckout"),
            Map.entry("ViewConsultationPage", "ViewContent"),
            Map.entry("ViewDownloadPage", "ViewContent"),
            Map.entry("ViewForm", "ViewContent"));

    private final Set<String> known = new HashSet<>();
    private final Map<String, String> translations;
    private final Map<String, String> reserved;
    private final Map<String, String> spellings = new HashMap<>();

    private Vocabulary(List<String> names, Map<String, String> translations, Map<String, String> reserved) {
        this.known.addAll(names);
        this.translations = translations;
        this.reserved = reserved;
        for (Set<String> set : List.of(reserved.keySet(), translations.keySet(), known)) {
            for (String name : set) {
                spellings.put(squeezed(name), name);
            }
        }
    }

    /** The words of that source. */
    static Vocabulary of(EventSource source) {
        if (source == EventSource.APP) {
            return new Vocabulary(APP, WEB_TO_APP, Map.of());
        }
        Set<String> names = new HashSet<>(STANDARD);
        names.addAll(OLD.keySet());
        names.addAll(HIDDEN);
        Map<String, String> reserved = new HashMap<>(RESERVED);
        if (source == EventSource.OFFLINE) { // no shop counter has pages, and offline takes no custom names
            names.remove(PAGE);
            reserved.values().remove(PAGE);
        }
        return new Vocabulary(List.copyOf(names), APP_TO_WEB, Map.copyOf(reserved));
    }

    /** Those of all sources. */
    static Set<String> names() {
        Set<String> names = new HashSet<>(STANDARD);
        names.addAll(OLD.keySet());
        names.addAll(HIDDEN);
        names.addAll(APP);
        return Set.copyOf(names);
    }

    boolean knows(String name) {
        return known.contains(name);
    }

    /** The name that this source has for one of the other vocabulary, or null. */
    @Nullable
    String translation(String name) {
        return translations.get(name);
    }

    /** What TikTok turns that name into, or null. */
    @Nullable
    String reserved(String name) {
        return reserved.get(name);
    }

    /** The known name that differs in case, spaces, dashes and underscores only, or null. */
    @Nullable
    String spelling(String name) {
        return spellings.get(squeezed(name));
    }

    private static String squeezed(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != ' ' && c != '_' && c != '-') {
                letters.append(c);
            }
        }
        return letters.toString().toLowerCase(Locale.ROOT);
    }
}
