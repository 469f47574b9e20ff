using System.Net.Http.Headers;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Environments;
using Dispatch.Server.Forwarding;

namespace Dispatch.Server.Logs;

/// <summary>The levels of the runner's areas, asked of it or set there.</summary>
internal sealed class RunnerLevels(RunnerClient runner, RunnerState state, TokenMint tokens, TimeProvider time)
{
    private const string Path = "/runner/logs/levels";
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    public Task<RunnerAnswer> ListAsync(CancellationToken cancellation) => AskAsync(HttpMethod.Get, Path, null, cancellation);

    public Task<RunnerAnswer> SetAsync(string area, SetLogLevel request, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Put, $"{Path}/{Uri.EscapeDataString(area)}", JsonContent.Create(request, Wire.Default.SetLogLevel), cancellation);

    private async Task<RunnerAnswer> AskAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(LongestAnswer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var request = new HttpRequestMessage(method, RunnerClient.Uri(path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.ForServer());
        if (Logging.Tracing.Header is { } parent)
        {
            request.Headers.TryAddWithoutValidation(Logging.Tracing.Parent, parent);
        }

        try
        {
            using var response = await runner.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode)
            {
                return new RunnerAnswer(await response.Content.ReadFromJsonAsync(Wire.Default.LogLevelList, either.Token), null, null);
            }

            var problem = await response.Content.ReadFromJsonAsync(Wire.Default.Problem, either.Token);
            return problem?.Code is "path.not-found" or null
                ? new RunnerAnswer(null, null, "The runner is of another version and can't be asked; its levels are as they were.")
                : new RunnerAnswer(null, new Error((ErrorKind)(int)response.StatusCode, problem.Code, problem.Detail), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || limit.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            return new RunnerAnswer(null, null, state.Link.Reason ?? "The runner doesn't answer, so its levels are as they were; try again in a moment.");
        }
    }
}

/// <summary>What came of asking the runner: levels, its own refusal, or why it couldn't be asked.</summary>
internal sealed record RunnerAnswer(LogLevelList? Levels, Error? Refusal, string? Unreached);
