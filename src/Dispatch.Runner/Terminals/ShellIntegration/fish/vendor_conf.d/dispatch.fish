# Shell integration for fish 3.1 and newer: marks prompts and commands (OSC 133) and tells the folder (OSC 7).
# Sourced in config.fish it works by itself; twice does no harm. Nothing here is exported.

# What fish found this file by, given back to the programs that it starts.
if set -q DISPATCH_USER_XDG_DATA_DIRS
    set -gx XDG_DATA_DIRS $DISPATCH_USER_XDG_DATA_DIRS
    set -e DISPATCH_USER_XDG_DATA_DIRS
else if string match -q -- (string replace -r '/fish/vendor_conf\.d/[^/]*$' '' -- (status filename))':*' "$XDG_DATA_DIRS"
    set -e XDG_DATA_DIRS
end

if status is-interactive; and not functions -q __dispatch_prompt
    function __dispatch_prompt --on-event fish_prompt
        printf '\e]7;file://%s%s\e\\\\' $hostname (string escape --style=url -- $PWD)
        # From version 4 on fish marks by itself.
        if string match -qr '^[0-3]\.' -- $version
            printf '\e]133;A\e\\\\'
            __dispatch_wrap
        end
    end

    # Again at each prompt: the user and tools define fish_prompt anew.
    function __dispatch_wrap
        if functions -q fish_prompt; and not string match -q '*__dispatch_close*' (functions fish_prompt)
            functions -e __dispatch_user_prompt
            functions -c fish_prompt __dispatch_user_prompt
            function fish_prompt
                __dispatch_user_prompt
                __dispatch_close
            end
        end
    end

    function __dispatch_close
        printf '\e]133;B\e\\\\'
    end

    if string match -qr '^[0-3]\.' -- $version
        function __dispatch_started --on-event fish_preexec
            set -l url (string escape --style=url -- $argv[1])
            # Half a command is another command: one that is longer stays unnamed.
            if test (string length -- "$url") -le 8192
                printf '\e]133;C;cmdline_url=%s\e\\\\' "$url"
            else
                printf '\e]133;C\e\\\\'
            end
        end

        function __dispatch_ended --on-event fish_postexec
            printf '\e]133;D;%s\e\\\\' $status
        end
    end
end
