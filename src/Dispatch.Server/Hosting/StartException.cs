namespace Dispatch.Server.Hosting;

/// <summary>Why the server can't start: one line that names the thing, the cause and the next step. Printed as it is, once.</summary>
internal sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);
