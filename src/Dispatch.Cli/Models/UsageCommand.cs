using System.CommandLine;
using System.Globalization;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Gateway;
using Spectre.Console;

namespace Dispatch.Cli.Models;

/// <summary>What agents used of models.</summary>
internal static class UsageCommand
{
    private const string Usual = "day";
    private static readonly string[] Groups = ["day", "workspace", "session", "principal", "provider", "model"];

    public static DispatchCommand Create()
    {
        var by = new Option<string[]>("--by") { Description = $"What to group by: {string.Join(", ", Groups)}; {Usual} when it isn't given.", HelpName = "GROUP", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
        by.AcceptOnlyFromAmong(Groups);
        var from = Day("--from", "The first day, of UTC; 29 days ago when it isn't given.");
        var to = Day("--to", "The last day, of UTC; today when it isn't given.");
        var session = new Option<string>("--session") { Description = "Of this session alone, by its id.", HelpName = "ID" };
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "usage",
            "Show what agents used of models through Dispatch: tokens and cost. What an agent with a sign-in of its own uses, nobody knows.",
            "dispatch usage",
            "dispatch usage --by session model --from 2026-12-01",
            "dispatch usage --json | jq .total.cost")
        {
            by, from, to, session, json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var groups = parsed.GetValue(by) is { Length: > 0 } named ? named : [Usual];
            var report = await ModelApi.UsageAsync(connection, Query(groups, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(session)), cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(report, Wire.Default.UsageReport);
                return;
            }

            if (report.Total.Requests == 0)
            {
                Streams.Error.WriteLine($"Nothing was used from {report.From} through {report.To}.");
                return;
            }

            string[][] rows =
            [
                .. report.Items.Select(item => (string[])[.. groups.Select(group => SafeText.Line(Value(item, group))), .. Cells(item.Amounts)]),
                [.. groups.Select((_, index) => index == 0 ? "all" : ""), .. Cells(report.Total)],
            ];
            string[] headings = [.. groups.Select(group => group.ToUpperInvariant()), "REQUESTS", "IN", "CACHED", "OUT", "COST"];
            TextTable.Write(width => TextTable.Build(
                headings, rows, [.. Enumerable.Range(0, groups.Length)], width, (row, _) => row == rows.Length - 1 ? new Style(decoration: Decoration.Bold) : Style.Plain));
            Note(report.Total);
        });
    }

    private static Option<string> Day(string name, string what)
    {
        var option = new Option<string>(name) { Description = what, HelpName = "YYYY-MM-DD" };
        option.Validators.Add(result =>
        {
            if (!DateOnly.TryParseExact(result.GetValueOrDefault<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                result.AddError($"{name} takes a day, like 2026-12-01");
            }
        });
        return option;
    }

    private static string Query(IReadOnlyList<string> groups, string? from, string? to, string? session)
    {
        var query = "?by=" + string.Join(',', groups);
        query += from is null ? "" : "&from=" + from;
        query += to is null ? "" : "&to=" + to;
        return query + (session is null ? "" : "&session=" + Uri.EscapeDataString(session));
    }

    private static string Value(UsageItem item, string group) => group switch
    {
        "day" => item.Day,
        "workspace" => item.Workspace,
        "session" => item.Session,
        "principal" => item.Principal,
        "provider" => item.Provider,
        _ => item.Model,
    } ?? "";

    private static string[] Cells(UsageAmounts amounts) =>
    [
        Count(amounts.Requests), Count(amounts.InputTokens + amounts.CacheWriteTokens), Count(amounts.CacheReadTokens), Count(amounts.OutputTokens),
        (amounts.Unpriced > 0 ? "≥ " : "") + string.Create(CultureInfo.InvariantCulture, $"${amounts.Cost:N2}"),
    ];

    private static void Note(UsageAmounts total)
    {
        if (total.Unpriced > 0)
        {
            Streams.Error.WriteLine($"The price of {Count(total.Unpriced)} of these answers isn't known: name it in model-prices.json of the data folder.");
        }

        if (total.Estimated > 0)
        {
            Streams.Error.WriteLine($"{Count(total.Estimated)} of these answers didn't tell what they used, or broke off; that is reckoned by their length.");
        }
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
