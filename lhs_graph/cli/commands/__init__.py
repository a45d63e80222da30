"""The subcommands: options and help texts only, so that naming one imports nothing heavy."""
