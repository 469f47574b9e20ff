using System.Diagnostics.Metrics;
using System.Text;

namespace Dispatch.Metrics;

/// <summary>The meters of one program, one an area, and what they measured as text that Prometheus reads.</summary>
internal sealed class Meters : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly List<Series> _series = [];
    private readonly List<Meter> _meters = [];
    private readonly string _program;

    /// <param name="program"><c>Server</c> or <c>Runner</c>.</param>
    public Meters(string program)
    {
        _program = program;
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, series) => ((Series)series!).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, series) => ((Series)series!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>The names of all meters of the program, for who listens by name.</summary>
    public string Names => $"Dispatch.{_program}.*";

    /// <summary>The meter of an area; other listeners find it as <c>Dispatch.Runner.Sessions</c> and the like.</summary>
    public Meter Make(string area)
    {
        var meter = new Meter($"Dispatch.{_program}.{area}", null, null, scope: this);
        lock (_gate)
        {
            _meters.Add(meter);
        }

        return meter;
    }

    /// <summary>Prometheus' text format, version 0.0.4.</summary>
    public string Text()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var series in _series.OrderBy(series => series.Name, StringComparer.Ordinal))
            {
                series.Write(text);
            }
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }

    private void Listen(Instrument instrument, MeterListener listener)
    {
        // Another server in the same process has its own.
        if (ReferenceEquals(instrument.Meter.Scope, this))
        {
            var series = Series.Of(instrument);
            lock (_gate)
            {
                _series.Add(series);
            }

            listener.EnableMeasurementEvents(instrument, series);
        }
    }
}
