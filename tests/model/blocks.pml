/* A model for spin of how blocks move between threads, their caches, the central lists and
 * the page layer: every order in which two threads can take their steps. model.sh runs it.
 * -DBUG_... adds a bug, which spin must find. fork.pml is the model of a fork.
 *
 * What must hold, and what spin reports if it does not:
 *   no block is in two places    assertion !(in_two_places)
 *   no block is lost             assertion !(lost), or !(torn) if a slab's count and its
 *                                bitmap disagree, which loses the difference
 *   no thread waits for ever     invalid end state: a thread may end whenever it does not
 *                                wait, so only a thread that waits is left at the end
 *
 * A step here is one access to shared data. A bitmap word is read in one step and written
 * in a later one, so two threads without the lock overwrite each other's bits as in C.
 *
 * Left out:
 * - Other classes. Classes share only the page layer. A class's lock is never locked under
 *   another class's.
 * - The locks of the registry, records, the arena, stacks, the map, large blocks and check
 *   mode. Each is a leaf, as the page layer's is: nothing else is locked under it.
 * - Stacks that grow and shrink, and a cache that is emptied because of its age. A thread
 *   does these on its own, and flushes blocks as here.
 * - The order of a stack. Any block may be popped and any block flushed, not only the
 *   newest and the oldest: the model allows more than C does.
 * - The lists of slabs: a slab's list follows from its count. If two slabs would do,
 *   either one is taken.
 * - The bytes in empty slabs: an empty slab may be closed at once, or never.
 * - Caches that later serve another thread, and threads that start: a cache is empty when
 *   its thread has ended, as it is for a new thread.
 * - The gate: it is open.
 * - Misuse: the program frees each of its blocks once.
 * - Weak memory: all data in the model is under locks, except a thread's own cache.
 */

#define SLABS 2
#define SLOTS 2                  /* the minimum: no slab has a single slot */
#define BLOCKS 4                 /* slot K of slab S is block S * SLOTS + K */
#define CAPACITY 3               /* the smallest whose half is a batch */
#define HALF ((CAPACITY + 1) / 2)

#define THREADS 2
#define NOBODY 0
#define ME (me + 1)

#define CLASS 0                  /* the locks, in the order in which a thread may hold both */
#define PAGES 1

#define BIT(n) (1 << (n))

byte owner[2];                   /* of each lock: a thread, or NOBODY */

/* Guarded by the class's lock. */
bool open[SLABS];                /* has a run */
byte used[SLABS];                /* the bitmap */
byte free[SLABS];                /* the number of free slots in it */

/* Guarded by the page layer's lock: a bit for each run that it has. */
byte runs = 3;

byte cache[THREADS];             /* a bit for each block */
byte living = THREADS;
bool ended[THREADS];

/* Where each block really is, which C does not record. A thread's hands are its registers
 * and what it wrote above the top of its stack. */
#define IN_CENTRAL 0
#define IN_PROGRAM 1
#define IN_CACHE(t) (2 + (t))
#define IN_HANDS(t) (4 + (t))
byte place[BLOCKS];
byte run_in_hands[THREADS];      /* on the way between a slab and the page layer */

bool in_two_places, lost, torn;

/* A bug may break several assertions. ONLY_... leaves one of them. */
#ifndef ONLY_LOSSES
#define REQUIRE_PLACES assert(!in_two_places)
#else
#define REQUIRE_PLACES skip
#endif
#ifndef ONLY_PLACES
#define REQUIRE_KEPT assert(!lost)
#define REQUIRE_WHOLE assert(!torn)
#else
#define REQUIRE_KEPT skip
#define REQUIRE_WHOLE skip
#endif

#define EMPTY(s) (open[s] && free[s] == SLOTS)
#define PARTIAL(s) (open[s] && free[s] > 0 && free[s] < SLOTS)
#define BLOCKS_OF(s) (((1 << SLOTS) - 1) << (s * SLOTS))

#define COUNT(set) (((set) & 1) + ((set) >> 1 & 1) + ((set) >> 2 & 1) + ((set) >> 3 & 1))
#define LOWEST(set) ((set) & 1 -> 0 : ((set) & 2 -> 1 : ((set) & 4 -> 2 : 3)))

/* Moves blocks from a place, where they must be, to another. Used inside a d_step. */
inline move(set, from, to)
{
    at = 0;
    do
    :: at < BLOCKS ->
        if
        :: ((set) & BIT(at)) != 0 ->
            in_two_places = in_two_places || place[at] != (from);
            place[at] = (to)
        :: else
        fi;
        at++
    :: else -> break
    od;
    at = 0;
    REQUIRE_PLACES
}

/* thread.c: vera_lock, vera_unlock */
inline lock(which)
{
    atomic { owner[which] == NOBODY -> owner[which] = ME }
}

inline unlock(which)
{
    d_step { assert(owner[which] == ME); owner[which] = NOBODY }
}

/* central.c: take_batch, partial_slab; slab.c: vera_slab_take. Leaves what it took
 * in `hands`. */
inline take_batch(most)
{
#ifndef BUG_REFILL_WITHOUT_LOCK
    lock(CLASS);
#endif
    do
    :: atomic {
        if
        :: COUNT(hands) < most && PARTIAL(0) -> slab = 0
        :: COUNT(hands) < most && PARTIAL(1) -> slab = 1
        :: COUNT(hands) < most && !PARTIAL(0) && !PARTIAL(1) && EMPTY(0) -> slab = 0
        :: COUNT(hands) < most && !PARTIAL(0) && !PARTIAL(1) && EMPTY(1) -> slab = 1
        :: else -> break
        fi;
        word = used[slab];
        count = (most - COUNT(hands) < free[slab] -> most - COUNT(hands) : free[slab])
       }
       d_step {
        at = 0;
        taken = 0;
        do
        :: at < SLOTS && COUNT(taken) < count ->
            taken = taken | ((word & BIT(at)) == 0 -> BIT(at) : 0);
            at++
        :: else -> break
        od;
        torn = COUNT(taken) < count; /* C would read past the bitmap */
        REQUIRE_WHOLE;
        used[slab] = word | taken;
        taken = taken << (slab * SLOTS);
        move(taken, IN_CENTRAL, IN_HANDS(me));
        hands = hands | taken;
        taken = 0;
        word = 0
       }
       d_step {
        free[slab] = free[slab] - count;
        count = 0;
        slab = 0
       }
    od;
#ifndef BUG_REFILL_WITHOUT_LOCK
    unlock(CLASS)
#endif
}

/* central.c: add_slab; primitive.c: vera_system_take_run. Fails if the page layer has no
 * run. There is always a record. */
inline add_slab()
{
#ifndef BUG_PAGES_WITHOUT_LOCK
    lock(PAGES);
#endif
    word = runs;
    d_step {
        added = word != 0;
        if
        :: added ->
            span = word & -word;
            in_two_places = open[span - 1] || run_in_hands[0] == span || run_in_hands[1] == span;
            REQUIRE_PLACES;
            run_in_hands[me] = span;
            runs = word & ~span
        :: else
        fi;
        word = 0
    }
#if !defined(BUG_LOCK_ORDER) && !defined(BUG_PAGES_WITHOUT_LOCK)
    unlock(PAGES);
#endif
    if
    :: added ->
        lock(CLASS);
        d_step {
            open[span - 1] = true;
            used[span - 1] = 0;
            free[span - 1] = SLOTS;
            run_in_hands[me] = 0;
            span = 0
        }
        unlock(CLASS)
    :: else
    fi;
#ifdef BUG_LOCK_ORDER
    unlock(PAGES)
#endif
}

/* central.c: close_slabs, close_slab; primitive.c: vera_system_give_run. With NESTED the
 * page layer is locked under the class. C does not do that, but it might: the order of
 * the two locks allows it. */
inline close_slab()
{
    lock(CLASS);
    atomic {
        if
        :: EMPTY(0) -> span = 1
        :: EMPTY(1) -> span = 2
        :: else
        fi;
        if
        :: span != 0 ->
            open[span - 1] = false;
            free[span - 1] = 0;
            run_in_hands[me] = span
        :: else
        fi
    }
#ifndef NESTED
    unlock(CLASS);
#endif
    if
    :: span != 0 ->
        lock(PAGES);
        word = runs;
        d_step {
            runs = word | span;
            run_in_hands[me] = 0;
            span = 0;
            word = 0
        }
        unlock(PAGES)
    :: else
    fi
#ifdef NESTED
    ;
    unlock(CLASS)
#endif
}

/* central.c: vera_central_take */
inline central_take(most)
{
    do
    :: take_batch(most);
       if
       :: hands != 0 -> break
       :: else
       fi;
       add_slab();
       if
       :: !added -> break
       :: else -> added = false
       fi
    od
}

/* central.c: vera_central_give, give_batch; slab.c: vera_slab_give. Gives the blocks
 * in `going` to their slabs. Does not change `going`. */
inline central_give(from)
{
    left = going;
#ifndef BUG_FLUSH_WITHOUT_LOCK
    lock(CLASS);
#endif
    do
    :: d_step {
        left != 0 ->
        block = LOWEST(left);
        word = used[block / SLOTS]
       }
       d_step {
        in_two_places = (word & BIT(block % SLOTS)) == 0; /* VERA_MISUSE_DOUBLE */
        REQUIRE_PLACES;
        used[block / SLOTS] = word & ~BIT(block % SLOTS);
        move(BIT(block), from, IN_CENTRAL);
        word = 0
       }
       d_step {
        free[block / SLOTS] = free[block / SLOTS] + 1;
        left = left & ~BIT(block);
        block = 0
       }
    :: left == 0 -> break
    od;
#ifndef BUG_FLUSH_WITHOUT_LOCK
    unlock(CLASS);
#endif
    if
    :: EMPTY(0) || EMPTY(1) -> close_slab()
    :: true
    fi
}

/* cache.c: vera_cache_give, vera_cache_flush. The blocks leave the stack only after they
 * are in the slabs. Until then they are in both, and another thread may already have them,
 * but nobody reads the stack. */
inline flush_oldest(most)
{
    atomic {
        do
        :: COUNT(going) < most && (cache[me] & ~going & 1) != 0 -> going = going | 1
        :: COUNT(going) < most && (cache[me] & ~going & 2) != 0 -> going = going | 2
        :: COUNT(going) < most && (cache[me] & ~going & 4) != 0 -> going = going | 4
        :: COUNT(going) < most && (cache[me] & ~going & 8) != 0 -> going = going | 8
        :: COUNT(going) == most || (cache[me] & ~going) == 0 -> break
        od
    }
    if
    :: going != 0 ->
        central_give(IN_CACHE(me));
        d_step {
#ifndef BUG_FLUSH_KEEPS_BLOCKS
            cache[me] = cache[me] & ~going;
#endif
            going = 0
        }
    :: else
    fi
}

/* cache.h: vera_cache_pop */
inline pop()
{
    atomic {
        if
        :: (cache[me] & 1) != 0 -> block = 0
        :: (cache[me] & 2) != 0 -> block = 1
        :: (cache[me] & 4) != 0 -> block = 2
        :: (cache[me] & 8) != 0 -> block = 3
        fi;
        d_step {
            cache[me] = cache[me] & ~BIT(block);
            move(BIT(block), IN_CACHE(me), IN_PROGRAM);
            block = 0
        }
    }
}

/* allocation.c; cache.c: vera_cache_take. An ended thread has no cache, and takes
 * a single block. */
inline allocate()
{
    if
    :: cache[me] == 0 ->
        central_take((ended[me] -> 1 : HALF));
        atomic {
            if
            :: ended[me] -> move(hands, IN_HANDS(me), IN_PROGRAM)
            :: else ->
                move(hands, IN_HANDS(me), IN_CACHE(me));
                cache[me] = hands
            fi;
            hands = 0;
            added = false
        }
    :: else
    fi;
    if
    :: cache[me] != 0 -> pop()
    :: else /* an ended thread has its block; for any other there is no memory */
    fi
}

/* allocation.c; cache.c: vera_cache_give. Any thread frees any block, whichever
 * thread allocated it. */
inline free_block()
{
    atomic {
        if
        :: place[0] == IN_PROGRAM -> freed = 1
        :: place[1] == IN_PROGRAM -> freed = 2
        :: place[2] == IN_PROGRAM -> freed = 4
        :: place[3] == IN_PROGRAM -> freed = 8
        fi;
        d_step { move(freed, IN_PROGRAM, IN_HANDS(me)) }
    }
    if
    :: ended[me] ->
        going = freed;
        central_give(IN_HANDS(me));
        going = 0
    :: else ->
        if
        :: COUNT(cache[me]) == CAPACITY -> flush_oldest(HALF)
        :: else
        fi;
        d_step {
            cache[me] = cache[me] | freed;
            move(freed, IN_HANDS(me), IN_CACHE(me))
        }
    fi;
    freed = 0
}

/* registry.c: end_thread, give_cache. What the thread allocates and frees after that, in
 * the destructors of other libraries, bypasses the cache. */
inline end_thread()
{
    ended[me] = true;
#ifndef BUG_EXIT_KEEPS_CACHE
    flush_oldest(BLOCKS)
#endif
}

/* At the end, when all blocks are freed and all threads have ended. */
inline require_all()
{
    lost = used[0] != 0 || used[1] != 0;
    REQUIRE_KEPT;
    torn = (open[0] && free[0] != SLOTS - COUNT(used[0])) ||
           (open[1] && free[1] != SLOTS - COUNT(used[1]));
    REQUIRE_WHOLE;
    lost = ((open[0] -> 1 : 0) | (open[1] -> 2 : 0)) + runs != 3;
    REQUIRE_KEPT
}

#define PROGRAM_HAS_ONE \
    (place[0] == IN_PROGRAM || place[1] == IN_PROGRAM || place[2] == IN_PROGRAM || \
     place[3] == IN_PROGRAM)

/* A thread does anything, for any time, in any order. The last thread frees what the
 * program still has. */
proctype thread(bit me)
{
    byte hands, going, left, freed, word, count, taken, span, block, slab, at;
    bool added;
    do
    :: allocate()
    :: free_block()
    :: !ended[me] -> end_thread()
    :: atomic {
        ended[me] && (living > 1 || !PROGRAM_HAS_ONE) ->
        living--;
        if
        :: living == 0 -> require_all()
        :: else
        fi;
        break
       }
    od
}

init
{
    atomic {
        run thread(0);
        run thread(1)
    }
}
