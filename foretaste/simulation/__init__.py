"""A world of simulated interns and companies, lived twice: by paid trials and by traditional internships.

The same people, companies, fits and impressions in both. No database, no clock, no network: figures and a seed go in,
a summary comes out, the same one each time. `docs/explanation/simulated-world.md` says what it shows and what it can't.
"""
