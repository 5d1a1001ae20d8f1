package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.TurningClock;
import dev.eventferry.browser.Browser;
import dev.eventferry.e2e.Bundle;
import dev.eventferry.e2e.Events;
import dev.eventferry.e2e.TikTok;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Writes the pictures of the inspector that the pages show: an hour of the demo's sources, with its troubles. */
@Timeout(600)
@EnabledIfSystemProperty(named = "ferry.docs.screenshots", matches = "true")
@SuppressWarnings("NullAway.Init")
class ScreenshotsTest {

    private static final Path PICTURES = Path.of("docs/img");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MINUTES = 57;
    private static final int MOST_COLOURS = 256;
    private static final List<String> SEEN = List.of("view_item", "view_item", "add_to_cart", "search", "page_view");

    @TempDir
    Path folder;

    @Test
    void each_view_is_pictured() throws Exception {
        Browser browser = Browser.start(folder.resolve("profile"));
        TurningClock clock = new TurningClock();
        clock.turn(Duration.between(clock.instant(), Instant.now()).minusMinutes(MINUTES));
        try (browser;
                TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(folder.resolve("data"), tikTok.url(), settings(), clock)) {
            liveAnHour(bundle, tikTok, clock);
            browser.colours("light");
            browser.size(1280, 800);
            browser.openAnew("http://127.0.0.1:" + bundle.port() + "/inspector");
            browser.untilDrawn("overview");
            for (String view : browser.views()) {
                browser.show(view);
                if (view.equals("event")) {
                    browser.show("live");
                    browser.click("tbody a");
                    browser.the("pre");
                    browser.size(
                            1280,
                            2200); // all of it: what came, what was mapped from where, what is sent, what came of it
                }
                picture(browser, "inspector-" + view + ".png");
                browser.size(1280, 800);
            }
            browser.show("dead");
            browser.click("button[id^=open-]");
            browser.the("pre");
            browser.run("scrollTo(0, document.body.scrollHeight)");
            picture(browser, "inspector-dead-opened.png");
            browser.colours("dark");
            browser.size(390, 844);
            browser.show("overview");
            picture(browser, "inspector-phone.png");
        }
    }

    private static Map<String, String> settings() {
        return Map.of(
                "ferry.destinations", "web,shops",
                "ferry.destination.shops.event-source", "offline",
                "ferry.destination.shops.event-source-id", "SHOPS",
                "ferry.destination.shops.access-token", "token-of-the-shops",
                "ferry.delivery.requests-per-day", "20000",
                "ferry.batch.linger", "20ms");
    }

    /** What the demo's shop and CRM send, spread over an hour; some of it TikTok does not take. */
    private void liveAnHour(Bundle bundle, TikTok tikTok, TurningClock clock) throws Exception {
        Random dice = new Random(7);
        DemoShop shop = new DemoShop("http://127.0.0.1:" + bundle.port(), clock, said -> {});
        DemoCrm crm =
                new DemoCrm(Files.createDirectories(bundle.dataDir().resolve("inbox/crm")), folder, clock, said -> {});
        tikTok.simulator().faults("""
                poison:
                  - {event_id: "v-*31", field: properties.value, reason: Not a valid number}
                  - {event_id: "v-3*7", code: 40000, field: page.url, reason: Not a valid URL}
                tokens: {token-of-the-shops: expired}
                """);
        int visitor = 0;
        for (int minute = 0; minute < MINUTES; minute++) {
            List<ObjectNode> seen = new ArrayList<>();
            int visitors = 20 + dice.nextInt(20) + (int) (30 * Math.sin(minute / 9.0) + 30);
            for (int i = 0; i < visitors; i++, visitor++) {
                ObjectNode event = Events.shopPurchase("v-" + visitor)
                        .put("event_name", visitor % 9 == 0 ? "purchase" : SEEN.get(dice.nextInt(SEEN.size())))
                        .put("timestamp", clock.instant().toString())
                        .put("value", 9.9 + visitor % 40);
                event.withObject("/page/location").put("href", page(visitor));
                seen.add(event);
            }
            assertThat(bundle.sender()
                            .postTo("/v1/events?source=storefront", Events.array(seen))
                            .status())
                    .isEqualTo(202);
            if (minute % 5 == 2 && !shop.isDone()) {
                shop.step(Tally.of(Map.of()));
            }
            if (minute == 20) {
                bundle.drop("crm", "contacts-of-may.csv", "");
            }
            if (minute == 38) {
                bundle.sender()
                        .postTo(
                                "/v1/events?destination=shops",
                                Events.purchase("till-1").toString());
            }
            if (minute == 41) {
                crm.step(Tally.of(Map.of()));
            }
            long known = visitor;
            Instant next = clock.instant().plus(Duration.ofMinutes(1));
            await().atMost(PATIENCE).until(() -> {
                clock.turn(Duration.ofMillis(100)); // lingering, files and rests go by it, too
                return judged(bundle) >= known && bundle.backlog() <= 1;
            });
            clock.turn(Duration.between(clock.instant(), next));
        }
        await().atMost(PATIENCE).until(() -> Files.exists(bundle.dataDir().resolve("done/crm")));
    }

    /** Every third came by an ad. */
    private static String page(int visitor) {
        String page = "https://shop.example.com/p/" + visitor % 40;
        return visitor % 3 != 0
                ? page
                : page + "?campaign_name=" + (visitor % 2 == 0 ? "Winter+sale" : "New+in") + "&adset_name=Set+"
                        + visitor % 4 + "&ad_name=Video+" + visitor % 5;
    }

    /** Of how many events the ledger knows what their door made of them. */
    private static long judged(Bundle bundle) {
        return bundle.ledger("accepted")
                + bundle.ledger("filtered")
                + bundle.ledger("duplicate")
                + bundle.ledger("rejected");
    }

    /** Writes what is seen with 256 colours, which makes it a third as large. */
    private void picture(Browser browser, String name) throws IOException {
        Path raw = folder.resolve(name);
        browser.picture(raw);
        BufferedImage taken = ImageIO.read(raw.toFile());
        int[] palette = commonest(taken);
        BufferedImage small = new BufferedImage(
                taken.getWidth(),
                taken.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE));
        for (int y = 0; y < taken.getHeight(); y++) {
            for (int x = 0; x < taken.getWidth(); x++) {
                small.setRGB(x, y, taken.getRGB(x, y)); // or the nearest of the palette
            }
        }
        Path picture = PICTURES.resolve(name);
        assertThat(ImageIO.write(small, "png", picture.toFile())).isTrue();
        System.out.println(picture + ": " + Files.size(picture) / 1024 + " KB");
    }

    /** Its commonest colours; the others are edges of letters, which do with a neighbour. */
    private static int[] commonest(BufferedImage picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                counts.merge(picture.getRGB(x, y), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(MOST_COLOURS)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }
}
