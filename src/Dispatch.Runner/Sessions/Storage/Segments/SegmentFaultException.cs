namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>A segment that can't be read; the message says why and goes after its name.</summary>
internal sealed class SegmentFaultException(string message, Exception? cause = null) : Exception(message, cause);
