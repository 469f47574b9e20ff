using System.Text.Json;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Policy;

namespace Dispatch.Runner.Agents.Services;

/// <summary>What became of a request.</summary>
/// <param name="Result">Writes the answer's result; not called when there is an error.</param>
internal sealed record ServiceResult(Action<Utf8JsonWriter> Result, string? Path = null, string? Terminal = null, AgentServiceError? Error = null)
{
    public static ServiceResult Refused(string code, string message, string? path = null) => new(_ => { }, path, null, new AgentServiceError(code, message));

    /// <summary>What decided of it in a person's stead.</summary>
    public AgentVerdict? Verdict { get; init; }

    public static ServiceResult Denied(AgentVerdict verdict, string subject)
    {
        var error = Denials.Of(verdict, subject);
        return Refused(error.Code, error.Message) with { Verdict = verdict };
    }

    public static ServiceResult Done(string? path = null) => new(_ => { }, path);
}
