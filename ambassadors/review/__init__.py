"""Looking at what ambassadors sent before it counts: flags, the queue, decisions, spot checks, weekly measures.

`facts` reads what is needed to judge many training sessions in a few queries; `flags` judges one by pure functions
over those facts; `queue` puts the riskiest first. `plausibility` looks at all sessions of one ambassador together.
"""
