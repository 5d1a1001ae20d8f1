package dev.eventferry.cli;

import dev.eventferry.camel.StartFailed;
import dev.eventferry.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./ferry demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the main job with throw-away data: nothing leaves this machine, and",
            "nothing stays on it.",
            "",
            "It starts a simulated TikTok and an Eventferry, and feeds all three doors:",
            "  storefront (HTTP)  a shop posts JSON events. Some come twice, some are switched",
            "                     off, some visitors did not consent, some events are bad, and",
            "                     one purchase gets its e-mail later",
            "  crm (file)         a CRM's export of contacts is dropped into the inbox as CSV",
            "  orders (table)     a shop's orders table gains rows while it is polled",
            "How each is read stands in mappings/storefront.yaml, crm.yaml and orders.yaml.",
            "Then it prints what became of the events, and stays up with addresses to try",
            "until you press Ctrl-C.",
            "",
            "The table's columns:",
            "  accepted   stored, and sent from there",
            "  duplicate  came before: same destination, name and event_id, nothing new in it",
            "  filtered   left out by the mapping, for the reasons in the lines below",
            "  rejected   bad, for the reasons in the lines below",
            "  delivered  TikTok has them",
            "  dead       TikTok refused them",
            "  requests   to TikTok with events of this source; one may hold several sources'",
            "",
            "It runs the routes of routes/ (those made from templates aside) and listens on",
            "127.0.0.1 only: on 8080 and 9876, or on free ports when these are taken. What it",
            "writes is in a folder for temporary files, removed at the end.",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:with --exit: all that was accepted is delivered, and the counts are right",
            "1:with --exit: not so, or not within 60 seconds; the lines say what",
            "2:could not start: a route or mapping is wrong, or this is not Eventferry's folder",
            "130:stopped by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry demo           look around",
            "  ./ferry demo --exit    does it all work here? For people and scripts",
        })
final class DemoCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Option(
            names = "--exit",
            description = "End when everything is delivered, and say by the exit code if all is well.")
    private boolean exit;

    @Override
    public Integer call() throws Exception {
        quietLog();
        Console.say("A TikTok, a shop, a CRM and an orders database are set up on this machine. Nothing leaves it.");
        try (Demo demo = Demo.start(new Demo.Setup(Path.of("routes"), Path.of("mappings"), LIMIT, Console::say))) {
            Thread stop = new Thread(demo::close, "ferry-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            List<String> problems = demo.feed();
            Console.say("");
            Console.say(demo.tally().table(Demo.LABELS));
            Console.say("");
            Console.say(demo.delivered());
            problems.forEach(problem -> Console.refuse(problem, 1));
            if (!exit) {
                Console.say("");
                Console.say(demo.addresses());
                Console.say("");
                Console.say("Ctrl-C ends the demo and removes " + demo.folder());
                demo.watch();
            }
            Runtime.getRuntime().removeShutdownHook(stop);
            return problems.isEmpty() ? 0 : 1;
        } catch (SettingsException e) {
            return Console.refuse(e.getMessage(), StartFailed.SETTINGS);
        } catch (StartFailed e) {
            return Console.refuse(e.getMessage(), e.exitCode());
        }
    }

    /** Between the demo's lines the log's would confuse; FERRY_LOG_LEVEL=INFO brings them back. */
    private static void quietLog() {
        if (System.getenv("FERRY_LOG_LEVEL") == null) {
            System.setProperty("FERRY_LOG_LEVEL", "WARN");
        }
    }
}
