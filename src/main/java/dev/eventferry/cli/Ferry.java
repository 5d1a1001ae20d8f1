package dev.eventferry.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./ferry}: the command that all others hang on. */
@Command(
        name = "ferry",
        mixinStandardHelpOptions = true,
        version = "eventferry 0.1.0",
        description = "Carries the events of shops, websites, apps and CRM systems to TikTok's Events API.",
        footer = {"", "Try it: ./ferry demo", "Each command explains itself: ./ferry COMMAND --help"},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            CheckCommand.class,
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
        System.exit(new CommandLine(new Ferry()).execute(arguments));
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(System.out);
        }
    }
}
