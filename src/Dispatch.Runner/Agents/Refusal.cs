namespace Dispatch.Runner.Agents;

/// <summary>Why a command of a person isn't done.</summary>
internal sealed record Refusal(string Code, string Message);
