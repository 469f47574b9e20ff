using System.Diagnostics;

namespace Dispatch.Logging;

/// <summary>Makes loggers that ask their area whether they may and hand on what they have, without waiting.</summary>
internal sealed class LogProvider(AreaLevels levels, LogOutput output, TimeProvider time) : ILoggerProvider
{
    // It would write the whole address of each request, with whatever is in its query. RequestLog is in its place.
    private const string WritesQueries = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public ILogger CreateLogger(string categoryName) => new AreaLogger(
        categoryName, levels.Area(LogArea.Of(categoryName)), categoryName == WritesQueries ? LogLevel.Critical : LogLevel.Trace, output, time);

    public void Dispose()
    {
        // The output is the container's: it ends after all that log.
    }

    private sealed class AreaLogger(string category, LogArea area, LogLevel least, LogOutput output, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= area.Level && logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                output.Write(new LogEntry(
                    time.GetUtcNow(), logLevel, area.Name, category, eventId.Id, formatter(state, exception), Activity.Current?.TraceId.ToHexString(),
                    Fields(state), exception?.ToString()));
            }
        }

        private static KeyValuePair<string, object?>[] Fields<TState>(TState state)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> { Count: > 1 } values)
            {
                return [];
            }

            // The last one is the message's template.
            var fields = new KeyValuePair<string, object?>[values.Count - 1];
            for (var at = 0; at < fields.Length; at++)
            {
                var (name, value) = values[at];
                fields[at] = new(name, value is null or bool or int or long or double ? value : value.ToString());
            }

            return fields;
        }
    }
}
