"""Looking at what ambassadors sent before it counts: flags, the queue, decisions, spot checks, weekly measures.

`reading` gets the facts of many training sessions in a few queries; `flags` judges one by pure functions over them;
`queue` puts the riskiest first. `plausibility` measures all sessions of one ambassador together, also by pure
functions; `weekly` reads what it needs and opens tasks.
"""
