using System.CommandLine;
using System.Net;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Workspaces;

/// <summary>A workspace's environment variables: plain ones, and secret ones whose values nobody is told.</summary>
internal static class EnvironmentCommand
{
    private const string Mask = "********";

    public static DispatchCommand Create()
    {
        var command = new DispatchCommand(
            "env",
            "Set the environment variables that a workspace's sessions have from their next start on.",
            "dispatch workspace env set --workspace shop PORT=8080",
            "dispatch workspace env ls --workspace shop");
        command.Add(List());
        command.Add(Set());
        command.Add(Unset());
        return command;
    }

    private static DispatchCommand List()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "ls",
            "List a workspace's variables. The values of secret ones are told to nobody.",
            "dispatch workspace env ls",
            "dispatch workspace env ls --workspace shop --json | jq -r '.[].name'")
        {
            json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var plain = (await VariableApi.ListAsync(connection, workspace, cancellation)).Select(variable => new ListedVariable(variable.Name, variable.Value));
            var secret = (await VariableApi.ListSecretsAsync(connection, workspace, cancellation)).Select(item => new ListedVariable(item.Name, null, true, item.Unreadable));
            var all = plain.Concat(secret).OrderBy(variable => variable.Name, StringComparer.Ordinal).ToArray();
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(all, VariableJson.Default.ListedVariable);
                return;
            }

            if (all.Length == 0)
            {
                Streams.Error.WriteLine("There is no variable yet. Set one with: dispatch workspace env set NAME=VALUE");
            }

            foreach (var variable in all)
            {
                Streams.Out.WriteLine(variable.Value is { } value ? $"{variable.Name}={SafeText.Line(value)}"
                    : $"{variable.Name}={Mask}{(variable.Unreadable is true ? " (can't be decrypted here; set it anew)" : "")}");
            }
        });
    }

    private static DispatchCommand Set()
    {
        var names = new Argument<string[]>("variable") { Description = "NAME=VALUE, or with --secret the name alone.", HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore };
        names.Validators.Add(UsageError.RefuseUnknownOption);
        var isSecret = new Option<bool>("--secret") { Description = "Read the value from standard input, or unseen from the terminal; keep it encrypted, and show it nowhere." };
        names.Validators.Add(result =>
        {
            var secret = result.GetValue(isSecret);
            foreach (var token in result.Tokens)
            {
                var at = token.Value.IndexOf('=', StringComparison.Ordinal);
                if (secret && at >= 0)
                {
                    // The value is not said again: it is a secret in a shell's history already.
                    result.AddError($"With --secret the value isn't an argument: give the name '{token.Value[..at]}' alone, and the value on standard input");
                }
                else if (!secret && at <= 0)
                {
                    result.AddError($"A variable is set by NAME=VALUE, not by '{token.Value}'");
                }
            }

            if (secret && result.Tokens.Count > 1)
            {
                result.AddError("--secret sets one variable at a time: its value is all of standard input");
            }
        });
        return new DispatchCommand(
            "set",
            "Set variables. Sessions have them from their next start on; what runs keeps what it has.",
            "dispatch workspace env set --workspace shop PORT=8080 NODE_ENV=test",
            "dispatch workspace env set --workspace shop --secret TOKEN < token.txt",
            "pass shop/token | dispatch workspace env set -w shop --secret TOKEN")
        {
            names, isSecret, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var given = parsed.GetRequiredValue(names);
            if (parsed.GetValue(isSecret))
            {
                await VariableApi.SetSecretAsync(connection, workspace, given[0], SecretInput.Read(given[0]), cancellation);
                return;
            }

            foreach (var pair in given)
            {
                var at = pair.IndexOf('=', StringComparison.Ordinal);
                await VariableApi.SetAsync(connection, workspace, pair[..at], pair[(at + 1)..], cancellation);
            }
        });
    }

    private static DispatchCommand Unset()
    {
        var names = new Argument<string[]>("name") { Description = "The variables' names.", HelpName = "NAME", Arity = ArgumentArity.OneOrMore };
        names.Validators.Add(UsageError.RefuseUnknownOption);
        return new DispatchCommand(
            "unset", "Remove variables, plain or secret. What runs keeps what it has.", "dispatch workspace env unset --workspace shop PORT TOKEN")
        {
            names, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            foreach (var name in parsed.GetRequiredValue(names))
            {
                try
                {
                    await VariableApi.RemoveAsync(connection, workspace, name, cancellation);
                }
                catch (Refused refused) when (refused.Status == HttpStatusCode.NotFound)
                {
                    // No plain one: a secret one then, or the refusal of that.
                    await VariableApi.RemoveSecretAsync(connection, workspace, name, cancellation);
                }
            }
        });
    }
}
