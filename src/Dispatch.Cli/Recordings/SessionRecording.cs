using System.Runtime.CompilerServices;
using System.Text.Json;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Recordings;

/// <summary>A session's events, a page at a time.</summary>
internal static class SessionRecording
{
    /// <param name="through">The last position that is wanted: a session that goes on would have no end.</param>
    public static async IAsyncEnumerable<RecordedEvent> ReadAsync(
        ServerConnection connection, SessionInfo session, long through, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long? after = 0;
        while (after is { } from && from < through)
        {
            using var response = await connection.SendAsync(
                HttpMethod.Get, $"{SessionApi.Path(session)}/recording?after={from}&through={through}", null, cancellation);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
            after = null;
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                if (JsonSerializer.Deserialize(line, Wire.Default.RecordedEvent) is { Type: not null } happened)
                {
                    yield return happened;
                }
                else
                {
                    after = JsonSerializer.Deserialize(line, Wire.Default.RecordingEnd)?.Next;
                }
            }
        }
    }
}
