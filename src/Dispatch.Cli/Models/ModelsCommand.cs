using System.CommandLine;
using System.Globalization;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Gateway;
using Spectre.Console;

namespace Dispatch.Cli.Models;

/// <summary>The keys by which agents reach models through Dispatch, and how much they may.</summary>
internal static class ModelsCommand
{
    private const string NoLimit = "none";

    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var command = new DispatchCommand(
            "models",
            "List the providers of models, and where the keys to them are from. Agents reach them through Dispatch and never see a key.",
            "dispatch models",
            "dispatch models key anthropic",
            "dispatch models limit --day-cost 20")
        {
            json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var providers = await ModelApi.ListAsync(connection, cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(providers, Wire.Default.ModelProviderInfo);
                return;
            }

            string[][] rows = [.. providers.Select(provider => new[] { provider.Provider, Word(provider), SafeText.Line(provider.BaseUrl) })];
            TextTable.Write(width => TextTable.Build(
                ["PROVIDER", "KEY", "ADDRESS"], rows, [1, 2], width,
                (row, column) => column == 1 && providers[row] is { Source: not null, Unreadable: null } ? new Style(Color.Green) : Style.Plain));
        });
        command.Add(Key());
        command.Add(Remove());
        command.Add(Limit());
        return command;
    }

    private static string Word(ModelProviderInfo provider) => provider switch
    {
        { Unreadable: true } => "can't be decrypted; set it anew",
        { Source: KeySource.Set } => "set",
        { Source: KeySource.Environment } => "from the server's environment",
        _ => $"none; dispatch models key {provider.Provider}",
    };

    private static DispatchCommand Key()
    {
        var provider = Provider();
        var address = new Option<string>("--base-url") { Description = "Where the provider is reached, when not at its own address. Without it, what was set before stays; '' takes that back.", HelpName = "URL" };
        return new DispatchCommand(
            "key",
            "Set a key, read from standard input or unseen from the terminal. It is kept encrypted on the server; agents use it from their next start on.",
            "dispatch models key anthropic",
            "pass anthropic | dispatch models key anthropic",
            "dispatch models key openai --base-url https://models.example.org/v1 < key.txt")
        {
            provider, address,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var named = parsed.GetRequiredValue(provider);
            await ModelApi.SetKeyAsync(connection, named, new SetModelKey(SecretInput.Read(ModelProviders.Find(named)?.KeyVariable ?? "the key").Trim(), parsed.GetValue(address)), cancellation);
        });
    }

    private static DispatchCommand Remove()
    {
        var provider = Provider();
        return new DispatchCommand(
            "rm", "Forget a key that was set. What agents ask of that provider is refused from then on.", "dispatch models rm anthropic")
        {
            provider,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            await ModelApi.RemoveKeyAsync(connection, parsed.GetRequiredValue(provider), cancellation);
        });
    }

    private static DispatchCommand Limit()
    {
        var dayCost = Amount("--day-cost", "US dollars of all sessions in a day of UTC.");
        var dayTokens = Amount("--day-tokens", "Tokens of all sessions in a day of UTC, in and out.");
        var sessionCost = Amount("--session-cost", "US dollars of one session.");
        var sessionTokens = Amount("--session-tokens", "Tokens of one session, in and out.");
        return new DispatchCommand(
            "limit",
            "Show or change how much agents may ask of models. What is asked beyond is refused with the limit's name; what isn't named stays as it is.",
            "dispatch models limit",
            "dispatch models limit --day-cost 20 --session-cost 5",
            "dispatch models limit --day-cost none")
        {
            dayCost, dayTokens, sessionCost, sessionTokens,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var limits = await ModelApi.LimitsAsync(connection, cancellation);
            var changed = new ModelLimits(
                Dollars(dayCost, limits.DayCost), Tokens(dayTokens, limits.DayTokens), Dollars(sessionCost, limits.SessionCost), Tokens(sessionTokens, limits.SessionTokens));
            if (changed != limits)
            {
                await ModelApi.SetLimitsAsync(connection, changed, cancellation);
            }

            string[][] rows =
            [
                ["a day", Money(changed.DayCost), Count(changed.DayTokens)],
                ["a session", Money(changed.SessionCost), Count(changed.SessionTokens)],
            ];
            TextTable.Write(width => TextTable.Build(["IN", "COST", "TOKENS"], rows, [], width, static (_, _) => Style.Plain));

            decimal? Dollars(Option<string> option, decimal? before) =>
                parsed.GetValue(option) is not { } given ? before : given == NoLimit ? null : decimal.Parse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

            long? Tokens(Option<string> option, long? before) =>
                parsed.GetValue(option) is not { } given ? before : given == NoLimit ? null : (long)decimal.Parse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        });
    }

    private static Option<string> Amount(string name, string what)
    {
        var option = new Option<string>(name) { Description = $"{what} A number, or {NoLimit}.", HelpName = "N" };
        option.Validators.Add(result =>
        {
            var given = result.GetValueOrDefault<string>();
            if (given != NoLimit && !(decimal.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000_000_000))
            {
                result.AddError($"{name} takes a number, like 20, or {NoLimit}; '{given}' is neither");
            }
        });
        return option;
    }

    private static Argument<string> Provider()
    {
        var provider = new Argument<string>("provider") { Description = $"One of: {string.Join(", ", ModelProviders.All.Select(known => known.Id))}.", HelpName = "PROVIDER" };
        provider.Validators.Add(UsageError.RefuseUnknownOption);
        provider.CompletionSources.Add([.. ModelProviders.All.Select(known => known.Id)]);
        return provider;
    }

    private static string Money(decimal? dollars) => dollars is { } value ? string.Create(CultureInfo.InvariantCulture, $"${value:N2}") : NoLimit;

    private static string Count(long? tokens) => tokens?.ToString("N0", CultureInfo.InvariantCulture) ?? NoLimit;
}
