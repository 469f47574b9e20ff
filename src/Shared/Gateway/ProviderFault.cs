using System.Globalization;
using System.Text.Json;
using Dispatch.Protocol.Gateway;

namespace Dispatch.Gateway;

/// <summary>
/// A refusal in the shape in which a provider refuses, so that its libraries understand it and an agent shows the words. Whoever reads them
/// is a person before an agent's session: they name the cause and the next step.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="AnthropicType">The error's <c>type</c> as Anthropic names it.</param>
/// <param name="OpenAiCode">The error's <c>code</c> as OpenAI names it.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="RetryAfter">Seconds after which the same request may succeed; null when it won't, and libraries are told not to try.</param>
internal sealed record ProviderFault(int Status, string AnthropicType, string OpenAiCode, string Message, int? RetryAfter = null)
{
    public static ProviderFault Unauthenticated(string message) => new(StatusCodes.Status401Unauthorized, "authentication_error", "invalid_api_key", message);

    public static ProviderFault NotFound(string message) => new(StatusCodes.Status404NotFound, "not_found_error", "not_found", message);

    public static ProviderFault Invalid(string message) => new(StatusCodes.Status400BadRequest, "invalid_request_error", "invalid_request", message);

    public static ProviderFault Unavailable(string message, int retryAfter) => new(StatusCodes.Status503ServiceUnavailable, "api_error", "unavailable", message, retryAfter);

    /// <summary>A limit that was set here: not a moment's, so nothing to try again.</summary>
    public static ProviderFault LimitReached(string message) => new(StatusCodes.Status429TooManyRequests, "rate_limit_error", "insufficient_quota", message);

    public async Task WriteAsync(HttpContext http, ModelProvider? provider)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json";
        response.Headers["x-should-retry"] = RetryAfter is null ? "false" : "true";
        if (RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(Json(provider), http.RequestAborted);
    }

    private byte[] Json(ModelProvider? provider)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (provider != ModelProviders.OpenAi)
            {
                json.WriteString("type", "error");
            }

            json.WriteStartObject("error");
            json.WriteString("type", provider == ModelProviders.OpenAi ? OpenAiCode : AnthropicType);
            json.WriteString("message", Message);
            if (provider == ModelProviders.OpenAi)
            {
                json.WriteNull("param");
                json.WriteString("code", OpenAiCode);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
