using System.Net;
using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Connection;

/// <summary>The server answered, and said no.</summary>
internal sealed class Refused(string message, HttpStatusCode status) : Failure(message)
{
    public HttpStatusCode Status { get; } = status;
}
