package epochal.cluster.cli;

import picocli.CommandLine.Command;

/** Measures how fast Epochal is on this machine; one command below it for each thing measured. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures how fast Epochal is on this machine.",
    subcommands = {
      BenchYumaCommand.class,
      BenchTransfersCommand.class,
      BenchKillsCommand.class,
      BenchStartCommand.class
    })
final class BenchCommand {}
