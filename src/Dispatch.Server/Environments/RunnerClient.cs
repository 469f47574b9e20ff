using System.Net;
using System.Net.Http.Headers;
using Dispatch.Protocol;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Forwarding;

namespace Dispatch.Server.Environments;

/// <summary>HTTP to the runner, over whatever stream its transport yields.</summary>
internal sealed class RunnerClient(RunnerTransport transport, TokenMint tokens) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) => await transport.ConnectAsync(cancellation),
        ConnectTimeout = TimeSpan.FromSeconds(3),
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    /// <param name="pathAndQuery">As it stands in the request line.</param>
    public static Uri Uri(string pathAndQuery) => new("http://runner" + pathAndQuery);

    /// <summary>Gives the answer as soon as its headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) => _http.SendAsync(request, cancellation);

    /// <summary>Asks something for the server itself, in a workspace if it is of one; throws <see cref="HttpRequestException"/> unless it is answered with success.</summary>
    public async Task<HttpResponseMessage> GetAsync(string pathAndQuery, string? workspace, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Uri(pathAndQuery));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.ForServer(workspace));
        var response = await SendAsync(request, cancellation);
        try
        {
            return response.EnsureSuccessStatusCode();
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public async Task<RunnerStatus?> StatusAsync(CancellationToken cancellation)
    {
        using var response = await GetAsync("/runner/status", null, cancellation);
        return await response.Content.ReadFromJsonAsync(Wire.Default.RunnerStatus, cancellation);
    }

    public async Task<SessionList?> SessionsAsync(string workspace, CancellationToken cancellation)
    {
        using var response = await GetAsync($"/api/workspaces/{workspace}/sessions", workspace, cancellation);
        return await response.Content.ReadFromJsonAsync(Wire.Default.SessionList, cancellation);
    }

    /// <summary>Whether anything healthy is there, within a second.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Uri("/healthz"));
            using var response = await SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}
