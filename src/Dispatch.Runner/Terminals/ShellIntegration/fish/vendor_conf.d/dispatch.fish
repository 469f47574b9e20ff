# Shell integration for fish 3.1 and newer: marks prompts and commands (OSC 133) and tells the folder (OSC 7).
# Sourced in config.fish it works by itself; twice does no harm. Nothing here is exported.

# What fish found this file by, given back to the programs that it starts.
if set -q DISPATCH_USER_XDG_DATA_DIRS
    set -gx XDG_DATA_DIRS $DISPATCH_USER_XDG_DATA_DIRS
    set -e DISPATCH_USER_XDG_DATA_DIRS
else if string match -q -- (string replace -r '/fish/vendor_conf\.d/[^/]*$' '' -- (status filename))':*' "$XDG_DATA_DIRS"
    set -e XDG_DATA_DIRS
end

if status is-interactive; and not functions -q __dispatch_folder
    function __dispatch_folder --on-event fish_prompt
        printf '\e]7;file://%s%s\e\\\\' $hostname (string escape --style=url -- $PWD)
    end

    # From version 4 on fish marks by itself.
    if string match -qr '^3\.' -- $version
        # What is printed first and last for a prompt is wrapped, again at each prompt: the user and tools define it anew.
        function __dispatch_prompt --on-event fish_prompt
            if not string match -q __dispatch -- (functions -Dv fish_mode_prompt)[5]
                functions -e __dispatch_user_mode_prompt
                functions -c fish_mode_prompt __dispatch_user_mode_prompt 2>/dev/null
                function fish_mode_prompt --description __dispatch
                    printf '\e]133;A\e\\\\'
                    functions -q __dispatch_user_mode_prompt; and __dispatch_user_mode_prompt
                end
            end
            if not string match -q __dispatch -- (functions -Dv fish_prompt)[5]
                functions -e __dispatch_user_prompt
                functions -c fish_prompt __dispatch_user_prompt 2>/dev/null
                function fish_prompt --description __dispatch
                    __dispatch_user_prompt
                    printf '\e]133;B\e\\\\'
                end
            end
        end

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
