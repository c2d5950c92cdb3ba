# For the scripts beside it: takes packages from Debian where this is Debian and may install them.

is_debian() { grep -qs '^ID=debian' /etc/os-release; }

# install_from_debian WHAT_NEEDS_THEM PACKAGE...: 0 when they are installed, 1 where this is not Debian;
# ends the script with a word of what to do where it may not.
install_from_debian() {
    needing=$1
    shift
    is_debian || return 1
    if [ "$(id -u)" = 0 ]; then
        sudo=""
    elif sudo -n true 2>/dev/null; then
        sudo="sudo"
    else
        echo "$needing need from Debian's packages: $*" >&2
        echo "Install with: sudo apt-get install $*" >&2
        exit 1
    fi
    echo "Installing $* from Debian's packages."
    export DEBIAN_FRONTEND=noninteractive
    case " $* " in *" postgresql "*)
        # The programs alone: no database of the system's own is made or started.
        $sudo mkdir -p /etc/postgresql-common
        [ -e /etc/postgresql-common/createcluster.conf ] ||
            echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
        ;;
    esac
    $sudo apt-get -qq update
    $sudo apt-get -qq install --yes --no-install-recommends "$@" >/dev/null
}
