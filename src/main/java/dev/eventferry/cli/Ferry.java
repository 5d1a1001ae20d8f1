package dev.eventferry.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./ferry}: the command that all others hang on. */
@Command(
        name = "./ferry",
        mixinStandardHelpOptions = true,
        version = "eventferry 0.1.0",
        description = "Carries the events of shops, websites, apps and CRM systems to TikTok's Events API.",
        footer = {
            "",
            "Start here:",
            "  ./ferry demo             see it work, with throw-away data",
            "  ./ferry COMMAND --help   each command explains itself, with examples",
            "",
            "FERRY_JAVA_OPTS holds more flags for Java: FERRY_JAVA_OPTS=-Xmx512m ./ferry run",
            "Files named on the command line are looked for from Eventferry's own folder.",
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            CheckCommand.class,
            PreviewCommand.class,
            ImportCommand.class,
            SimulatorCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Ferry implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private Ferry() {}

    /** Runs a command; the process ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine()
                .setOut(Console.writer())
                .setErr(Console.errorWriter())
                .execute(arguments));
    }

    /** All commands, ready to be asked. */
    static CommandLine commandLine() {
        return new CommandLine(new Ferry());
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }
}
