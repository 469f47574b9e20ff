using System.Text.Json;

namespace Dispatch.Protocol.Agents;

/// <param name="Turn">0 for what came before the first.</param>
/// <param name="Request">The agent's id of it: its JSON.</param>
/// <param name="Method">The protocol's: <c>fs/read_text_file</c>, <c>fs/write_text_file</c>, <c>terminal/…</c>.</param>
/// <param name="Params">What it asked for, as it wrote it, but for a file's new content.</param>
public sealed record AgentRequested(int Turn, string Request, string Method, JsonElement? Params);

/// <summary>What is to be written, with the contents as blobs: a write that a dying runner left half done is finished by the next, or found not to have been begun.</summary>
/// <param name="Path">Relative to the folder that the agent works in.</param>
/// <param name="Before">The content that was there; absent when there was no file.</param>
/// <param name="After">The content that is to be there.</param>
public sealed record AgentWriting(int Turn, string Request, string Path, string? Before, string After);

/// <param name="Request">As in <see cref="AgentRequested"/>.</param>
/// <param name="Path">The file, relative to the folder that the agent works in.</param>
/// <param name="Terminal">The session that is the terminal.</param>
/// <param name="Error">Why it was refused or failed; absent when it was done.</param>
/// <param name="Verdict">What allowed or denied it without a person; absent when a person did, or nothing had to.</param>
public sealed record AgentServed(int Turn, string Request, string Method, string? Path, string? Terminal, AgentServiceError? Error, AgentVerdict? Verdict = null);

/// <param name="Code">Of <c>docs/errors.md</c>.</param>
public sealed record AgentServiceError(string Code, string Message);
