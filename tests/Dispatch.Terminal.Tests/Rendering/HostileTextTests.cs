using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Dispatch.Terminal.Tests.Rendering;

public sealed class HostileTextTests
{
    private const string Hostile =
        "\e]2;</title><script>alert(1)</script>\a<script>alert(1)</script>\r\n\"'><img src=x onerror=alert(1)>&amp;\r\n" +
        "\e]8;;javascript:alert(1)\aone\e]8;;\a \e]8;;https://example.org/?\"onclick='x'&<b>\atwo\e]8;;\a \e]8;;data:text/html,x\athree\e]8;;\a\r\n" +
        "a\u202Eb\u2066c\uFFFEd\0e";

    [Fact]
    public void A_page_holds_hostile_text_as_text_alone()
    {
        var html = Written(ScreenHtml.Write);

        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<img", html);
        Assert.Contains("<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>", html);
        Assert.Contains("&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;", html);
        Assert.Contains("default-src 'none'", html);
        AssertNoTurning(html);
    }

    [Fact]
    public void A_page_leads_to_the_web_and_to_mail_alone()
    {
        var html = Written(ScreenHtml.Write);

        Assert.DoesNotContain("javascript:", html);
        Assert.DoesNotContain("data:", html);
        Assert.Contains("<a rel=\"noopener noreferrer nofollow\" href=\"https://example.org/?&quot;onclick=&#39;x&#39;&amp;&lt;b&gt;\">two</a>", html);
    }

    [Fact]
    public void A_picture_is_well_formed_and_has_no_scripts_links_or_references()
    {
        var svg = Written(ScreenSvg.Write);

        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = true };
        using var reader = XmlReader.Create(new StringReader(svg), settings);
        var elements = XDocument.Load(reader).Descendants().Select(element => element.Name.LocalName).Distinct().ToList();
        Assert.All(elements, name => Assert.Contains(name, (string[])["svg", "title", "style", "rect", "g", "text", "path"]));
        Assert.DoesNotContain("href", svg);
        Assert.DoesNotContain("url(", svg);
        AssertNoTurning(svg);
    }

    [Fact]
    public void Json_gives_the_text_back_and_holds_no_markup()
    {
        var json = Written(ScreenJson.Write);

        using var parsed = JsonDocument.Parse(json);
        var line = parsed.RootElement.GetProperty("lines")[1];
        Assert.Equal("\"'><img src=x onerror=alert(1)>&amp;", line.GetProperty("runs")[0].GetProperty("text").GetString());
        Assert.DoesNotContain("<", json);
    }

    private static void AssertNoTurning(string text) => Assert.DoesNotContain(text, code => code is '\0' or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uFFFE');

    private static string Written(Action<Emulator, RenderOptions, IBufferWriter<byte>> write)
    {
        var terminal = ScreenVtTests.Terminal(80, 6);
        terminal.Write(Encoding.UTF8.GetBytes(Hostile));
        var bytes = new ArrayBufferWriter<byte>();
        write(terminal, new RenderOptions(), bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
