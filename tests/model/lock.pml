/* A model for spin of a lock (posix/lock.h): every order in which three threads can take its steps.
 * model.sh runs it. -DBUG_... adds a bug, which spin must find.
 *
 * What must hold, and what spin reports if it does not:
 *   one thread has the lock      assertion !(in_two_places)
 *   no thread sleeps for ever    invalid end state
 *
 * A thread locks and unlocks twice. It sleeps if the word is AWAITED when the system looks, which is
 * one step with falling asleep, as the system promises. A wake-up ends the sleep of one thread, and
 * is lost if nobody sleeps. Spinning is left out: it is a try that comes later.
 */

#define THREADS 3
#define TURNS 2

#define FREE 0
#define HELD 1
#define AWAITED 2

byte state = FREE;
byte inside;                     /* threads that have the lock */
byte sleeping;
byte woken;                      /* wake-ups that a sleeping thread has not seen yet */

#define in_two_places (inside > 1)

inline sleep()
{
    /* The system looks and lets the thread sleep in one step. */
#if defined(BUG_SLEEPS_WITHOUT_A_LOOK)
    sleeping++;
#else
    atomic {
        if
        :: state == AWAITED -> sleeping++
        :: else -> goto look
        fi
    }
#endif
    atomic { woken > 0 -> woken--; sleeping-- }
}

inline wake()
{
    atomic {
        if
        :: sleeping > woken -> woken++
        :: else
        fi
    }
}

proctype thread()
{
    byte turn, before;
    do
    :: turn == TURNS -> break
    :: else ->
        atomic { before = state; if :: state == FREE -> state = HELD :: else fi }
        if
        :: before == FREE
        :: else ->
look:
#if defined(BUG_FORGETS_THAT_OTHERS_WAIT)
            atomic { before = state; if :: state == FREE -> state = HELD :: else -> state = AWAITED fi }
#else
            atomic { before = state; state = AWAITED }
#endif
            if
            :: before == FREE
            :: else -> sleep(); goto look
            fi
        fi;
        inside++;
        assert(!in_two_places);
        inside--;
#if defined(BUG_UNLOCKS_IN_TWO_STEPS)
        before = state;
        state = FREE;
#else
        atomic { before = state; state = FREE }
#endif
        if
        :: before == AWAITED ->
#if !defined(BUG_NEVER_WAKES)
            wake()
#else
            skip
#endif
        :: else
        fi;
        turn++
    od
}

init
{
    byte i;
    atomic {
        do
        :: i == THREADS -> break
        :: else -> run thread(); i++
        od
    }
}
