# A login shell reads a file named by its environment (ENV) in POSIX mode alone. It has been started in it: leave it, undo what it set, and
# read what a login shell reads.

builtin unset ENV
if [[ -n ${DISPATCH_USER_ENV+set} ]]; then
    builtin export ENV="$DISPATCH_USER_ENV"
    builtin unset DISPATCH_USER_ENV
fi
builtin set +o posix
builtin shopt -u inherit_errexit shift_verbose
if [[ ${HISTFILE@a} != *x* ]]; then
    HISTFILE=~/.bash_history
fi
if [[ ${MAILCHECK@a} != *x* ]]; then
    MAILCHECK=60
fi

if [[ -r /etc/profile ]]; then
    builtin source /etc/profile
fi
if [[ -r ~/.bash_profile ]]; then
    builtin source ~/.bash_profile
elif [[ -r ~/.bash_login ]]; then
    builtin source ~/.bash_login
elif [[ -r ~/.profile ]]; then
    builtin source ~/.profile
fi
builtin source "${BASH_SOURCE[0]%/*}/dispatch.bash"
